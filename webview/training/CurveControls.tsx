// How curves are shown: abscissa, logarithms, smoothing, band, filter.

import { Button } from '../ui/controls.js';
import { BANDS, X_AXES, type BandKind, type TrainingView } from './trainingView.js';
import { X_TITLES } from './xTexts.js';

export interface CurveControlsProps {
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
  /** What is wrong with the filter. */
  readonly wrongFilter: string | undefined;
  readonly names: readonly string[];
}

const BAND_TITLES: Readonly<Record<BandKind, string>> = {
  raw: 'values',
  range: 'min – max',
  deviation: '± σ',
  none: 'nothing',
};

export function CurveControls({ view, onView, wrongFilter, names }: CurveControlsProps) {
  const zoomed = view.xRange !== undefined || Object.keys(view.yRanges).length > 0;
  return (
    <div class="controls" role="toolbar" aria-label="How curves are shown">
      <div class="segments" role="group" aria-label="Horizontal axis">
        {X_AXES.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={view.xAxis === kind}
            onClick={() => onView({ xAxis: kind, xRange: undefined })}
          >
            {X_TITLES[kind]}
          </button>
        ))}
      </div>
      <div class="segments" role="group" aria-label="Scales">
        <button
          type="button"
          aria-pressed={view.logY}
          title="Logarithmic vertical axes"
          onClick={() => onView({ logY: !view.logY, yRanges: {} })}
        >
          log y
        </button>
        <button
          type="button"
          aria-pressed={view.logX}
          title="Logarithmic horizontal axis"
          disabled={view.xAxis === 'wall'}
          onClick={() => onView({ logX: !view.logX, xRange: undefined })}
        >
          log x
        </button>
        <button
          type="button"
          aria-pressed={view.clipOutliers}
          title="Vertical axes leave out the most extreme hundredth of the values"
          onClick={() => onView({ clipOutliers: !view.clipOutliers })}
        >
          no outliers
        </button>
      </div>
      <label class="slider" title="How much the values before weigh in the smoothed curve">
        Smoothing
        <input
          type="range"
          min="0"
          max="1"
          step="any"
          aria-label="Smoothing"
          aria-valuetext={String(view.smoothing)}
          // Most of the way is for weights near one, where the curve changes most.
          value={String(1 - (1 - view.smoothing) ** (1 / 3))}
          onInput={({ currentTarget }) => onView({ smoothing: weightOf(Number(currentTarget.value)) })}
        />
        <output>{view.smoothing.toFixed(view.smoothing > 0.98 ? 3 : 2)}</output>
      </label>
      <label>
        behind it{' '}
        <select
          aria-label="Behind the smoothed curve"
          value={view.band}
          disabled={view.smoothing === 0}
          onChange={({ currentTarget }) =>
            onView({ band: BANDS.find((band) => band === currentTarget.value) ?? 'raw' })
          }
        >
          {BANDS.map((band) => (
            <option key={band} value={band}>
              {BAND_TITLES[band]}
            </option>
          ))}
        </select>
      </label>
      <label class={wrongFilter === undefined ? 'search' : 'search wrong'} title={wrongFilter ?? ''}>
        <span class="codicon codicon-search" aria-hidden="true" />
        <input
          type="search"
          placeholder="Filter series (regex)"
          aria-label="Filter of series, a regular expression"
          aria-invalid={wrongFilter !== undefined}
          value={view.filter}
          list="series-names"
          onInput={({ currentTarget }) => onView({ filter: currentTarget.value })}
        />
        <datalist id="series-names">
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
      {zoomed && (
        <Button
          icon="screen-full"
          label="Show everything"
          onClick={() => onView({ xRange: undefined, yRanges: {} })}
        />
      )}
    </div>
  );
}

/** Of the slider's place, 0 … 1; at most 0.999. */
function weightOf(place: number): number {
  return Math.round(Math.min(0.999, 1 - (1 - place) ** 3) * 1000) / 1000;
}
