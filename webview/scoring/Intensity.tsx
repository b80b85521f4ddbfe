// H-score and Allred score: cells graded 1+, 2+, 3+ by marker or optical density, with cut-offs that the user sets.

import { useState } from 'preact/hooks';
import { allred } from '../../engine/measurements/allred.js';
import {
  DEFAULT_CUTOFFS,
  hScore,
  intensityCounts,
  type IntensityCutoffs,
  type IntensityMeasurement,
} from '../../engine/measurements/hScore.js';
import type { PageCells } from './pageCells.js';
import type { MapScores } from './props.js';

const GRADES = ['weak', 'moderate', 'strong'] as const;
const TITLES: Readonly<Record<IntensityMeasurement, string>> = {
  marker: 'Marker',
  od: 'Optical density (hundredths)',
};

/** What a user has set outlives the panel's being closed, for as long as the page lives. */
const chosen = new Map<string, { measurement: IntensityMeasurement; cutoffs: typeof DEFAULT_CUTOFFS }>();

export function Intensity({ scores, cells }: { readonly scores: MapScores; readonly cells: PageCells }) {
  const { marker, od } = cells.list;
  const key = `${scores.pane}\n${scores.map}`;
  const [state, setState] = useState(
    () =>
      chosen.get(key) ?? {
        measurement: od ? ('od' as const) : ('marker' as const),
        cutoffs: DEFAULT_CUTOFFS,
      },
  );
  const set = (next: typeof state) => {
    chosen.set(key, next);
    setState(next);
  };
  const { measurement, cutoffs: all } = state;
  const values = measurement === 'marker' ? marker : od;
  const cutoffs = all[measurement];
  const isAscending = cutoffs.weak <= cutoffs.moderate && cutoffs.moderate <= cutoffs.strong;
  return (
    <fieldset class="intensity">
      <legend>H-score and Allred score</legend>
      <div class="threshold-line">
        <label>
          Intensity{' '}
          <select
            value={measurement}
            onChange={({ currentTarget }) =>
              set({ ...state, measurement: currentTarget.value as IntensityMeasurement })
            }
          >
            {(['od', 'marker'] as const).map((each) => (
              <option key={each} value={each}>
                {TITLES[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="threshold-line">
        {GRADES.map((grade, i) => (
          <label key={grade}>
            {i + 1}+ from{' '}
            <input
              type="number"
              min={0}
              step={1}
              value={cutoffs[grade]}
              aria-label={`Cut-off ${i + 1}+`}
              onInput={({ currentTarget: { value } }) => {
                const cutoff = Number(value);
                if (value === '' || !Number.isFinite(cutoff) || cutoff < 0) return;
                set({ ...state, cutoffs: { ...all, [measurement]: { ...cutoffs, [grade]: cutoff } } });
              }}
            />
          </label>
        ))}
        <button type="button" onClick={() => set({ ...state, cutoffs: DEFAULT_CUTOFFS })}>
          Defaults
        </button>
      </div>
      {!values && <p class="note">These cells have no such measurement until the result is saved.</p>}
      {!isAscending && (
        <p class="problem" role="alert">
          The cut-offs must ascend from 1+ to 3+.
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
          ['Negative', counts.negative],
          ['1+', counts.weak],
          ['2+', counts.moderate],
          ['3+', counts.strong],
          ...(counts.positive > 0 ? [['Positive by hand, without a grade', counts.positive] as const] : []),
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
