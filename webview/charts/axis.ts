// Axis of a chart, linear or logarithmic: places of values on it, values at places, and its marks.

export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly log: boolean;
}

/** Place of a value: 0 at `min`, 1 at `max`; NaN if the value has no logarithm. */
export function position(axis: Axis, value: number): number {
  const { min, max, log } = axis;
  if (!log) return (value - min) / (max - min);
  return value > 0 ? Math.log(value / min) / Math.log(max / min) : NaN;
}

/** Value at a place; inverse of `position`. */
export function valueAt({ min, max, log }: Axis, at: number): number {
  return log ? min * (max / min) ** at : min + at * (max - min);
}

/** Axis zoomed about a place; a `factor` below 1 looks closer. */
export function zoomed(axis: Axis, at: number, factor: number): Axis {
  return { ...axis, min: valueAt(axis, at - at * factor), max: valueAt(axis, at + (1 - at) * factor) };
}

/** Values that differ by less than this share are equal: the difference is what 32-bit numbers round off. */
const ROUNDED_OFF = 1e-6;

/** Axis with some room above and below the values, and some height if they are all equal. */
export function padded(min: number, max: number, log: boolean, share = 0.05): Axis {
  if (log) {
    const low = min > 0 ? min : max > 0 ? max / 1e6 : 1e-6;
    const high = Math.max(max, low);
    const factor = high > low * (1 + ROUNDED_OFF) ? (high / low) ** share : 1.5;
    return { min: low / factor, max: high * factor, log };
  }
  const size = Math.max(Math.abs(min), Math.abs(max));
  const room = max - min > size * ROUNDED_OFF ? (max - min) * share : size * 0.1 || 1;
  return { min: min - room, max: max + room, log };
}

/** Marks at 1, 2 or 5 times a power of ten, about `wanted` of them. */
export function ticks(axis: Axis, wanted: number): readonly number[] {
  const { min, max, log } = axis;
  if (!(max > min)) return [];
  return log && max / min > 4 ? logTicks(min, max, wanted) : linearTicks(min, max, wanted);
}

function linearTicks(min: number, max: number, wanted: number): readonly number[] {
  const rough = (max - min) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough * 0.999)!;
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  // Multiplying, since adding up errs (0.1 + 0.2 is not 0.3), and rounding to 12 digits.
  return Array.from({ length: Math.min(1000, last - first + 1) }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}

function logTicks(min: number, max: number, wanted: number): readonly number[] {
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  const decades = to - from;
  const every = Math.max(1, Math.ceil(decades / Math.max(1, wanted)));
  const times = decades > wanted / 2 ? [1] : decades > wanted / 3 ? [1, 3] : [1, 2, 5];
  const marks: number[] = [];
  for (let power = from; power <= to; power++)
    if ((power - from) % every === 0)
      for (const time of times) {
        const mark = Number(`${time}e${power}`);
        if (mark >= min * 0.999999 && mark <= max * 1.000001) marks.push(mark);
      }
  return marks;
}
