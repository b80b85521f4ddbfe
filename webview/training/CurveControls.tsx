// Controls of the curves: abscissa, logarithms, smoothing, band, filter.

import { Button } from '../ui/Controls.js';
import { Choice, SearchBox, Slider, Switches } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { BANDS, X_AXES, type BandKind, type TrainingView } from './trainingView.js';
import { X_TITLES } from './xTexts.js';

export interface CurveControlsProps {
  readonly view: TrainingView;
  readonly onView: (change: Partial<TrainingView>) => void;
  /** Fault of the filter, in words. */
  readonly fault: string | undefined;
  /** Names of the series. */
  readonly names: readonly string[];
}

const BAND_TITLES: Readonly<Record<BandKind, string>> = {
  raw: t('values'),
  range: t('min – max'),
  deviation: t('± σ'),
  none: t('nothing'),
};

export function CurveControls({ view, onView, fault, names }: CurveControlsProps) {
  const zoomed = view.xRange !== undefined || Object.keys(view.yRanges).length > 0;
  const scales = {
    logY: () => onView({ logY: !view.logY, yRanges: {} }),
    logX: () => onView({ logX: !view.logX, xRange: undefined }),
    clip: () => onView({ clipOutliers: !view.clipOutliers }),
  };
  return (
    <div class="controls" role="group" aria-label={t('Display of the curves')}>
      <Switches
        label={t('Horizontal axis')}
        switches={X_AXES.map((id) => ({ id, title: X_TITLES[id], pressed: view.xAxis === id }))}
        onPress={(xAxis) => onView({ xAxis, xRange: undefined })}
      />
      <Switches
        label={t('Scales')}
        switches={[
          { id: 'logY', title: t('log y'), pressed: view.logY, hint: t('Logarithmic vertical axes') },
          {
            id: 'logX',
            title: t('log x'),
            pressed: view.logX,
            hint: t('Logarithmic horizontal axis'),
            disabled: view.xAxis === 'wall',
          },
          {
            id: 'clip',
            title: t('no outliers'),
            pressed: view.clipOutliers,
            hint: t('Vertical axes leave out the most extreme hundredth of the values'),
          },
        ]}
        onPress={(id) => scales[id]()}
      />
      <Slider
        label={t('Smoothing')}
        caption={t('Smoothing')}
        hint={t('Weight of earlier values in the smoothed curve')}
        min={0}
        max={1}
        step="any"
        valueText={String(view.smoothing)}
        // Most of the travel is for weights near one, where the curve changes most.
        value={1 - (1 - view.smoothing) ** (1 / 3)}
        output={view.smoothing.toFixed(view.smoothing > 0.98 ? 3 : 2)}
        onInput={(place) => onView({ smoothing: weightAt(place) })}
      />
      <Choice
        label={t('Behind the smoothed curve')}
        caption={t('behind it')}
        value={view.band}
        disabled={view.smoothing === 0}
        options={BANDS.map((value) => ({ value, title: BAND_TITLES[value] }))}
        onChoose={(band) => onView({ band })}
      />
      <SearchBox
        label={t('Filter of series, a regular expression')}
        placeholder={t('Filter series')}
        value={view.filter}
        fault={fault}
        offers={names}
        onInput={(filter) => onView({ filter })}
      />
      {zoomed && (
        <Button
          icon="screen-full"
          label={t('Show everything')}
          onClick={() => onView({ xRange: undefined, yRanges: {} })}
        />
      )}
    </div>
  );
}

/** Weight at a place of the slider, 0 … 1; at most 0.999. */
function weightAt(place: number): number {
  return Math.round(Math.min(0.999, 1 - (1 - place) ** 3) * 1000) / 1000;
}
