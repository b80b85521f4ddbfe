// One threshold: slider and number, an automatic or no threshold where there is one, and the curve of the percentage
// of positive cells below.

import { useId } from 'preact/hooks';
import type { CurvePoint } from './thresholdCurve.js';

export interface SliderProps {
  readonly title: string;
  readonly hint: string;
  readonly least: number;
  readonly most: number;
  readonly step?: number;
  /** The number in use, also where it was found automatically; undefined: there is no threshold. */
  readonly value: number | undefined;
  /** Offered beside a number. The first is what an untouched slider has. */
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

const MODE_TITLES: Readonly<Record<SliderMode, string>> = { none: 'None', auto: 'Automatic', number: 'Set' };

export function ThresholdSlider(props: SliderProps) {
  const { title, hint, least, most, step = 1, value, modes, mode, disabled, note, curve } = props;
  const id = useId();
  const shown = value ?? least;
  const take = (text: string) => {
    const number = Number(text);
    if (text !== '' && Number.isFinite(number) && number >= 0) props.onValue(number);
  };
  return (
    <fieldset class="threshold" disabled={disabled !== undefined} title={disabled ?? hint}>
      <legend>{title}</legend>
      <div class="threshold-line">
        <input
          type="range"
          id={id}
          aria-label={`${title} threshold`}
          aria-valuetext={value === undefined ? 'none' : `${value}${mode === 'auto' ? ', automatic' : ''}`}
          min={least}
          max={most}
          step={step}
          value={Math.min(most, Math.max(least, shown))}
          onInput={({ currentTarget }) => take(currentTarget.value)}
          onChange={props.onRelease}
        />
        <input
          type="number"
          aria-label={`${title} threshold, number`}
          min={0}
          step={step}
          value={value ?? ''}
          placeholder="none"
          onInput={({ currentTarget }) => take(currentTarget.value)}
          onChange={props.onRelease}
        />
        {modes.length > 1 && (
          <select
            aria-label={`${title} threshold: how it is chosen`}
            value={mode}
            onChange={({ currentTarget }) => props.onMode(currentTarget.value as SliderMode)}
          >
            {modes.map((each) => (
              <option key={each} value={each}>
                {MODE_TITLES[each]}
              </option>
            ))}
          </select>
        )}
      </div>
      <Curve title={title} curve={curve} least={least} most={most} value={value} />
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

/** Percent positive (0 … the largest, so that low ones can be told apart) over the range of the slider. */
function Curve({
  title,
  curve,
  least,
  most,
  value,
}: Pick<SliderProps, 'title' | 'curve' | 'least' | 'most' | 'value'>) {
  if (curve.length < 2 || most <= least) return null;
  const percent = ({ positive, total }: CurvePoint) => (total === 0 ? 0 : (100 * positive) / total);
  const top = Math.max(1, ...curve.map(percent));
  const xOf = (threshold: number) => ((threshold - least) / (most - least)) * WIDTH;
  const points = curve
    .map(
      (point) =>
        `${xOf(point.threshold).toFixed(1)},${(HEIGHT - (percent(point) / top) * (HEIGHT - 2)).toFixed(1)}`,
    )
    .join(' ');
  const first = percent(curve[0]!).toFixed(1);
  const last = percent(curve.at(-1)!).toFixed(1);
  return (
    <div class="curve">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Percent positive over the ${title} threshold: ${first} % at ${least}, ${last} % at ${most}`}
      >
        <polyline points={points} />
        {value !== undefined && value >= least && value <= most && (
          <line x1={xOf(value)} x2={xOf(value)} y1={0} y2={HEIGHT} />
        )}
      </svg>
      <span class="curve-top">{top.toFixed(0)} %</span>
    </div>
  );
}
