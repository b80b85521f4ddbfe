// Layout of a strip of dots: one for each value along an axis, stacked away from the middle where they are close, with the mean
// and its interval. Reports and pages draw it.

export interface DotStrip {
  /** Centre of the dot of each value, in the unit of the strip's size; NaN for a value that is missing. */
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  /** Place of a value along the axis. */
  readonly at: (value: number) => number;
}

export interface StripSize {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
}

/**
 * @param values NaN or infinity: missing
 * @param axis values at both ends; those beyond are drawn at the end
 */
export function dotStrip(
  values: readonly number[],
  [least, most]: readonly [number, number],
  { width, height, radius }: StripSize,
): DotStrip {
  const inside = width - 2 * radius;
  const at = (value: number) =>
    radius + (most === least ? 0.5 : Math.min(1, Math.max(0, (value - least) / (most - least)))) * inside;
  const stacks = new Map<number, number>();
  const farthest = Math.max(0, height / 2 - radius);
  const dots = values.map((value) => {
    if (!Number.isFinite(value)) return { x: NaN, y: NaN };
    const x = at(value);
    const column = Math.round(x / (2 * radius));
    const before = stacks.get(column) ?? 0;
    stacks.set(column, before + 1);
    // 0, +1, −1, +2, … steps from the middle; what no longer fits lies on the edge.
    const steps = Math.ceil(before / 2) * (before % 2 === 1 ? 1 : -1);
    const offset = Math.min(farthest, Math.abs(steps) * radius * 1.5) * Math.sign(steps);
    return { x, y: height / 2 + offset };
  });
  return { dots, at };
}

/** Axis of values of a unit: shares from 0 to 1, others from 0 or the smallest value to the largest. */
export function axisOf(values: readonly number[], isShare: boolean): readonly [number, number] {
  if (isShare) return [0, 1];
  const numbers = values.filter((value) => Number.isFinite(value));
  return [Math.min(0, ...numbers), Math.max(0, ...numbers)];
}
