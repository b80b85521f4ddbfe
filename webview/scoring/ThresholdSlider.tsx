// Slider of one threshold, with its number, the choice of an automatic or no threshold, and below it, on the same axis, the
// curve of the percentage of positive cells.

import { Choice, Slider } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import type { CurvePoint } from './thresholdCurve.js';

export interface SliderProps {
  readonly title: string;
  readonly hint: string;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  /** Number in use, set or automatic; undefined: there is no threshold. */
  readonly value: number | undefined;
  /** Modes on offer; the first is that of an untouched slider. */
  readonly modes: readonly SliderMode[];
  readonly mode: SliderMode;
  readonly disabled?: string | undefined;
  readonly note?: string | undefined;
  readonly curve: readonly CurvePoint[];
  readonly onValue: (value: number) => void;
  readonly onMode: (mode: SliderMode) => void;
  readonly onRelease: () => void;
}

export type SliderMode = 'none' | 'auto' | 'number';

const MODE_TITLES: Readonly<Record<SliderMode, string>> = {
  none: t('None'),
  auto: t('Automatic'),
  number: t('Set'),
};

export function ThresholdSlider(props: SliderProps) {
  const { title, hint, least, most, step = 1, value, modes, mode, disabled, note, curve } = props;
  const shown = value ?? least;
  const take = (text: string) => {
    const number = Number(text);
    if (text !== '' && Number.isFinite(number) && number >= 0) props.onValue(number);
  };
  return (
    <fieldset class="threshold" disabled={disabled !== undefined} title={disabled ?? hint}>
      <legend>{title}</legend>
      <div class="threshold-fields">
        <Slider
          label={t('{0} threshold', title)}
          valueText={
            value === undefined ? t('none') : mode === 'auto' ? t('{0}, automatic', value) : String(value)
          }
          min={least}
          max={most}
          step={step}
          value={Math.min(most, Math.max(least, shown))}
          onInput={(to) => take(String(to))}
          onRelease={props.onRelease}
        />
        <input
          type="number"
          aria-label={t('{0} threshold, number', title)}
          min={0}
          step={step}
          value={value ?? ''}
          placeholder={t('none')}
          onInput={({ currentTarget }) => take(currentTarget.value)}
          onChange={props.onRelease}
        />
        {modes.length > 1 && (
          <Choice
            label={t('{0} threshold: how it is chosen', title)}
            value={mode}
            options={modes.map((each) => ({ value: each, title: MODE_TITLES[each] }))}
            onChoose={props.onMode}
          />
        )}
        <Curve title={title} curve={curve} least={least} most={most} value={value} />
      </div>
      {note !== undefined && (
        <p class="note" role="status">
          {note}
        </p>
      )}
    </fieldset>
  );
}

const WIDTH = 100;
const HEIGHT = 24;

/**
 * Percent positive over the range of the slider, from 0 to its largest value, so that low ones stay distinct. It takes the
 * same room before there is a curve.
 */
function Curve({
  title,
  curve,
  least,
  most,
  value,
}: Pick<SliderProps, 'title' | 'curve' | 'least' | 'most' | 'value'>) {
  const hasCurve = curve.length > 1 && most > least;
  const percent = ({ positive, total }: CurvePoint) => (total === 0 ? 0 : (100 * positive) / total);
  const top = Math.max(1, ...curve.map(percent));
  const xOf = (threshold: number) => ((threshold - least) / (most - least)) * WIDTH;
  const points = curve
    .map(
      (point) =>
        `${xOf(point.threshold).toFixed(2)},${(HEIGHT - (percent(point) / top) * (HEIGHT - 2)).toFixed(1)}`,
    )
    .join(' ');
  const label = hasCurve
    ? t(
        'Percent positive over the {0} threshold: {1} % at {2}, {3} % at {4}',
        title,
        percent(curve[0]!).toFixed(1),
        least,
        percent(curve.at(-1)!).toFixed(1),
        most,
      )
    : t('Percent positive over the {0} threshold: not computed yet', title);
  return (
    <div class="curve">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {hasCurve && <polyline points={points} />}
        {value !== undefined && value >= least && value <= most && (
          <line x1={xOf(value)} x2={xOf(value)} y1={0} y2={HEIGHT} />
        )}
      </svg>
      <div class="curve-ends" aria-hidden="true">
        <span>{least}</span>
        <span>{hasCurve && t('up to {0} % positive', top.toFixed(0))}</span>
        <span>{most}</span>
      </div>
    </div>
  );
}
