// Bar of the selection: how many trials it has, the best k, states, and a chip for each range. The range of any parameter
// can be typed as well, so that no mouse is needed.

import { useState } from 'preact/hooks';
import { countText } from '../charts/numberText.js';
import { Button } from '../ui/Controls.js';
import { Choice, Switches } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { Popup } from '../ui/Popup.js';
import { titleOf, valueText } from './plots/axes.js';
import { isEmpty, TRIAL_STATES, type Interval, type Selection, type SelectionAction } from './selection.js';
import type { Columns, Dimension, DimensionId } from './trialColumns.js';
import { countStates } from './trialStore.js';
import { stateText, trialsText } from './trialWords.js';

export interface FilterBarProps {
  readonly columns: Columns;
  readonly selection: Selection;
  /** Number of selected trials. */
  readonly count: number;
  readonly select: (action: SelectionAction) => void;
}

export function FilterBar({ columns, selection, count, select }: FilterBarProps) {
  const counts = countStates(columns.trials);
  const { best, picked, ranges, states } = selection;
  return (
    <div class="filters" role="group" aria-label={t('Selection of trials')}>
      <span class="selected-count" role="status">
        {isEmpty(selection)
          ? trialsText(columns.trials.length)
          : t('{0} of {1} trials selected', countText(count), countText(columns.trials.length))}
      </span>
      <label class="captioned">
        {t('Best')}{' '}
        <input
          type="number"
          min={1}
          aria-label={t('Only the best trials: how many')}
          placeholder={t('all')}
          value={best ?? ''}
          onInput={({ currentTarget: { value } }) => {
            const wanted = Math.floor(Number(value));
            select({ type: 'best', count: value !== '' && wanted >= 1 ? wanted : undefined });
          }}
        />
      </label>
      <Switches
        label={t('States of trials')}
        switches={TRIAL_STATES.filter((state) => counts[state] > 0 || states.includes(state)).map(
          (state) => ({
            id: state,
            title: stateText(state),
            pressed: states.includes(state),
            hint: t('Select trials by their state'),
          }),
        )}
        onPress={(state) => select({ type: 'state', state })}
      />
      <Popup class="range-menu" titleClass="popup-button" title={t('Range…')}>
        <RangeForm columns={columns} select={select} />
      </Popup>
      {Object.entries(ranges).map(([id, intervals]) => {
        const dimension = columns.dimensions.get(id);
        return (
          dimension && (
            <Chip
              key={id}
              text={rangeText(dimension, intervals)}
              onRemove={() => select({ type: 'range', ranges: { [id]: [] } })}
            />
          )
        );
      })}
      {picked && (
        <Chip
          text={t('{0} picked', countText(picked.length))}
          onRemove={() => select({ type: 'pick', trials: undefined })}
        />
      )}
      {!isEmpty(selection) && <Button label={t('Clear')} onClick={() => select({ type: 'clear' })} />}
    </div>
  );
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  return (
    <button type="button" class="chip" title={t('Remove from the selection: {0}', text)} onClick={onRemove}>
      <span>{text}</span> <span class="codicon codicon-close" aria-hidden="true" />
    </button>
  );
}

function rangeText(dimension: Dimension, intervals: readonly Interval[]): string {
  const texts = intervals.map(([low, high]) =>
    dimension.choices
      ? dimension.choices.slice(Math.max(0, low), high + 1).join(', ')
      : `${valueText(dimension, low)} – ${valueText(dimension, high)}`,
  );
  return `${titleOf(dimension)}: ${texts.join(' | ')}`;
}

function RangeForm({ columns, select }: Pick<FilterBarProps, 'columns' | 'select'>) {
  const dimensions = [...columns.dimensions.values()];
  const [id, setId] = useState<DimensionId>(columns.parameters[0] ?? 'number');
  const [ends, setEnds] = useState<readonly [string, string]>(['', '']);
  const dimension = columns.dimensions.get(id) ?? dimensions[0]!;
  const low = ends[0] === '' ? dimension.low : Number(ends[0]);
  const high = ends[1] === '' ? dimension.high : Number(ends[1]);
  const field = (label: string, place: 0 | 1) => (
    <input
      type="number"
      step="any"
      aria-label={label}
      placeholder={valueText(dimension, place === 0 ? dimension.low : dimension.high)}
      value={ends[place]}
      onInput={({ currentTarget: { value } }) => setEnds(place === 0 ? [value, ends[1]] : [ends[0], value])}
    />
  );
  return (
    <form
      class="range-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (low <= high) select({ type: 'range', ranges: { [dimension.id]: [[low, high]] } });
      }}
    >
      <Choice
        label={t('Dimension of the range')}
        value={dimension.id}
        options={dimensions.map((one) => ({ value: one.id, title: titleOf(one) }))}
        onChoose={(chosen) => {
          setId(chosen);
          setEnds(['', '']);
        }}
      />
      {dimension.choices ? (
        <div class="range-choices">
          {dimension.choices.map((choice, i) => (
            <button
              key={String(choice)}
              type="button"
              onClick={() => select({ type: 'range', ranges: { [dimension.id]: [[i, i]] } })}
            >
              {String(choice)}
            </button>
          ))}
        </div>
      ) : (
        <>
          {field(t('From'), 0)} – {field(t('To'), 1)}
          <button type="submit" class="link" disabled={!(low <= high)}>
            {t('Select')}
          </button>
        </>
      )}
    </form>
  );
}
