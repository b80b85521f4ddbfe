// H-score and Allred score: cells graded 1+, 2+ and 3+ by marker or optical density, with cut-offs that the user sets.

import { allred } from '../../engine/measurements/allred.js';
import { areAscending, hScore, intensityCounts } from '../../engine/measurements/hScore.js';
import type { IntensityCutoffs, IntensityMeasurement } from '../../engine/protocol/intensity.js';
import { cutoffsOf, MEASUREMENTS, MOST_CUTOFF, type IntensityChoice } from './intensityChoice.js';
import { Button } from '../ui/Controls.js';
import { Choice } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import type { PageCells } from '../viewer/pageCells.js';

const GRADES = ['weak', 'moderate', 'strong'] as const;
const TITLES: Readonly<Record<IntensityMeasurement, string>> = {
  marker: t('Marker'),
  od: t('Optical density (hundredths)'),
};

export interface IntensityProps {
  readonly cells: PageCells;
  readonly choice: IntensityChoice;
  readonly onChoice: (choice: IntensityChoice) => void;
}

export function Intensity({ cells, choice, onChoice }: IntensityProps) {
  const { marker, od } = cells.list;
  const measurement = choice.measurement ?? (od ? 'od' : 'marker');
  const values = measurement === 'marker' ? marker : od;
  const cutoffs = cutoffsOf(choice, measurement);
  const isAscending = areAscending(cutoffs);
  return (
    <fieldset class="intensity">
      <legend>{t('H-score and Allred score')}</legend>
      <div class="threshold-line">
        <Choice
          label={t('Intensity')}
          caption={t('Intensity')}
          value={measurement}
          options={MEASUREMENTS.map((value) => ({ value, title: TITLES[value] }))}
          onChoose={(to) => onChoice({ ...choice, measurement: to })}
        />
      </div>
      <div class="threshold-line">
        {GRADES.map((grade, i) => (
          <label key={grade}>
            {t('{0}+ from', i + 1)}{' '}
            <input
              type="number"
              min={0}
              step={1}
              value={cutoffs[grade]}
              aria-label={t('Cut-off {0}+', i + 1)}
              onInput={({ currentTarget: { value } }) => {
                const cutoff = Number(value);
                if (value === '' || !(cutoff >= 0 && cutoff <= MOST_CUTOFF)) return;
                onChoice({
                  ...choice,
                  cutoffs: { ...choice.cutoffs, [measurement]: { ...cutoffs, [grade]: cutoff } },
                });
              }}
            />
          </label>
        ))}
        <Button label={t('Defaults')} onClick={() => onChoice({ ...choice, cutoffs: {} })} />
      </div>
      {!values && <p class="note">{t('These cells lack this measurement until the result is saved.')}</p>}
      {!isAscending && (
        <p class="problem" role="alert">
          {t('The cut-offs must ascend from 1+ to 3+.')}
        </p>
      )}
      {values && isAscending && <Grades cells={cells} values={values} cutoffs={cutoffs} />}
    </fieldset>
  );
}

function Grades({
  cells,
  values,
  cutoffs,
}: {
  readonly cells: PageCells;
  readonly values: ArrayLike<number>;
  readonly cutoffs: IntensityCutoffs;
}) {
  const counts = intensityCounts(cells.gate, values, cutoffs, cells.corrected);
  const h = hScore(counts);
  const { proportion, intensity, total } = allred(counts);
  return (
    <dl class="grades" aria-live="polite">
      {(
        [
          [t('Negative'), counts.negative],
          ['1+', counts.weak],
          ['2+', counts.moderate],
          ['3+', counts.strong],
          ...(counts.positive > 0
            ? [[t('Positive by hand, without a grade'), counts.positive] as const]
            : []),
          ['H-score', Number.isNaN(h) ? '–' : h.toFixed(0)],
          ['Allred', `${total} (${proportion} + ${intensity})`],
        ] as const
      ).map(([title, value]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd data-grade={title}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
