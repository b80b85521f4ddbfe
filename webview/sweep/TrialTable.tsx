// Table of the selected trials. A click or Enter opens the card of a trial; with Ctrl or Shift several rows are picked, which
// every plot then shows alone. The table keeps the others and marks the picked ones, so that more can be picked.

import { useMemo } from 'preact/hooks';
import { shortText } from '../charts/numberText.js';
import type { SweepState, TrialRow } from '../messages/sweep.js';
import { t } from '../ui/l10n.js';
import { Table, type TableColumn } from '../ui/Table.js';
import { sortedOrder, type CellValue, type Sort } from '../ui/tableRows.js';
import { isSilent } from './plots/timeline.js';
import { paramId, valueId, type Columns } from './trialColumns.js';
import {
  durationOrNone,
  objectiveText,
  objectiveValue,
  paramText,
  stateText,
  trialDuration,
} from './trialWords.js';

export interface TrialTableProps {
  readonly state: SweepState;
  readonly columns: Columns;
  /** Positions of the trials in the table, in its order. */
  readonly order: Uint32Array;
  readonly nowMs: number;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  /** Numbers of the picked trials. */
  readonly picked: readonly number[] | undefined;
  readonly current: number | undefined;
  readonly onCurrent: (at: number | undefined) => void;
  /** Adds a trial to the picked ones, or takes it out. */
  readonly onToggle: (at: number) => void;
}

const LINE_PX = 24;

export function TrialTable(props: TrialTableProps) {
  const { state, columns, order, nowMs, sort, onSort, current, onCurrent, onToggle } = props;
  const { trials } = columns;
  const picked = useMemo(() => props.picked && new Set(props.picked), [props.picked]);
  const shown = useMemo<readonly TableColumn[]>(
    () => [
      { id: 'number', title: t('Trial'), width: 9, align: 'right', content: (at) => trials[at]!.number },
      {
        ...{ id: 'state', title: t('State'), width: 17, align: 'left' },
        content: (at) => <StateCell trial={trials[at]!} nowMs={nowMs} />,
      },
      ...state.objectives.map(({ name }, i): TableColumn => ({
        ...{
          id: valueId(i),
          title: name,
          width: Math.min(20, Math.max(11, name.length + 3)),
          align: 'right',
        },
        content: (at) => objectiveText(trials[at]!, i),
      })),
      {
        ...{ id: 'duration', title: t('Duration'), width: 13, align: 'right' },
        content: (at) => durationOrNone(trialDuration(trials[at]!, nowMs)),
      },
      ...state.parameters.map(({ name, choices }): TableColumn => ({
        ...{ id: paramId(name), title: name, width: Math.min(20, Math.max(10, name.length + 3)) },
        align: choices ? 'left' : 'right',
        content: (at) => paramText(trials[at]!.params[name]),
      })),
      {
        ...{ id: 'reason', title: t('Reason'), width: 24, align: 'left' },
        content: (at) => <span title={trials[at]!.reason}>{trials[at]!.reason ?? ''}</span>,
      },
    ],
    [state.objectives, state.parameters, trials, nowMs],
  );
  return (
    <Table
      label={t('Trials')}
      columns={shown}
      groups={[{ title: '', rows: order }]}
      linePx={LINE_PX}
      sort={sort}
      onSort={onSort}
      current={current}
      isSelected={(at) => (picked ? picked.has(trials[at]!.number) : at === current)}
      onCurrent={(at, { extends: isExtended, toggles }) => {
        if (at !== undefined && (isExtended || toggles)) onToggle(at);
        else onCurrent(at);
      }}
    />
  );
}

function StateCell({ trial, nowMs }: { readonly trial: TrialRow; readonly nowMs: number }) {
  const silent = isSilent(trial, nowMs);
  return (
    <>
      <span class={`state-dot ${trial.state}`} aria-hidden="true" /> {stateText(trial.state)}
      {silent && (
        <span
          class="codicon codicon-warning"
          title={t('Its worker was not heard of for a minute or longer')}
          aria-label={t('silent')}
        />
      )}
      {(trial.violation ?? 0) > 0 && (
        <small title={t('Violates the constraints by {0}', shortText(trial.violation!))}>
          {' '}
          {t('violates')}
        </small>
      )}
    </>
  );
}

/** Positions of the trials that pass, in the order of the table. */
export function tableOrder(columns: Columns, passes: Uint8Array, sort: Sort, nowMs: number): Uint32Array {
  const { trials } = columns;
  const valueOf = (at: number): CellValue => {
    const trial = trials[at]!;
    if (sort.by === 'number') return trial.number;
    if (sort.by === 'state') return trial.state;
    if (sort.by === 'reason') return trial.reason;
    if (sort.by === 'duration') return trialDuration(trial, nowMs);
    if (sort.by.startsWith('value:')) return objectiveValue(trial, Number(sort.by.slice('value:'.length)));
    return trial.params[sort.by.slice('param:'.length)];
  };
  return sortedOrder(trials.length, passes, valueOf, sort.descending);
}
