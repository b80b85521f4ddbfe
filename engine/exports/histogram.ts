// A histogram of a measurement of the counted cells, negative and positive stacked, as SVG that needs no script.

import { COUNTED_NEGATIVE, COUNTED_POSITIVE, NOT_COUNTED, type Gate } from '../postprocessing/gate.js';
import { html, type Html } from '../protocol/html.js';

export interface Bins {
  readonly from: number;
  readonly to: number;
  /** The last bin holds larger values too. */
  readonly isCut: boolean;
  readonly negative: readonly number[];
  readonly positive: readonly number[];
}

const BINS = 32;
const WIDTH = 360;
const HEIGHT = 120;
const PLOT_HEIGHT = 100;

/**
 * Counts in bins of equal width from the smallest value; undefined without counted cells.
 *
 * `gathersFar`: values beyond the upper quartile by more than four times the distance of the quartiles go into the
 * last bin, or one clump of cells would decide how the others look.
 */
export function binned(values: ArrayLike<number>, gate: Gate, gathersFar: boolean): Bins | undefined {
  const counted = Float64Array.from(Array.from(values).filter((_, i) => gate[i] !== NOT_COUNTED)).sort();
  if (counted.length === 0) return undefined;
  const from = counted[0]!;
  const largest = counted.at(-1)!;
  const quartile = (q: number) => counted[Math.floor(q * (counted.length - 1))]!;
  const far = quartile(0.75) + 4 * (quartile(0.75) - quartile(0.25));
  const isCut = gathersFar && far > from && far < largest;
  const to = isCut ? far : Math.max(largest, from + 1);
  const negative = new Array<number>(BINS).fill(0);
  const positive = new Array<number>(BINS).fill(0);
  for (let i = 0; i < gate.length; i++) {
    const bin = Math.min(BINS - 1, Math.floor((BINS * (values[i]! - from)) / (to - from)));
    if (gate[i] === COUNTED_NEGATIVE) negative[bin]!++;
    else if (gate[i] === COUNTED_POSITIVE) positive[bin]!++;
  }
  return { from, to, isCut, negative, positive };
}

export interface Axis {
  /** Name of the measurement, and its unit. */
  readonly label: string;
  /** Factor from a value to that unit. Default 1. */
  readonly scale?: number;
  readonly gathersFar?: boolean;
}

export function histogram(
  { label, scale = 1, gathersFar = false }: Axis,
  values: ArrayLike<number>,
  gate: Gate,
): Html | undefined {
  const bins = binned(values, gate, gathersFar);
  if (!bins) return undefined;
  const highest = Math.max(...bins.negative.map((count, i) => count + bins.positive[i]!));
  const barWidth = WIDTH / BINS;
  const bar = (i: number, count: number, below: number, fill: string) => {
    const height = (PLOT_HEIGHT * count) / highest;
    const y = PLOT_HEIGHT - height - (PLOT_HEIGHT * below) / highest;
    return html`<rect
      x="${(i * barWidth).toFixed(2)}"
      y="${y.toFixed(2)}"
      width="${(barWidth - 1).toFixed(2)}"
      height="${height.toFixed(2)}"
      fill="${fill}"
    />`;
  };
  const bars = bins.negative.flatMap((count, i) => [
    bar(i, count, 0, '#3b6fd1'),
    bar(i, bins.positive[i]!, count, '#c8352b'),
  ]);
  return html`<figure class="histogram">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Histogram of ${label}">
      ${bars}
      <line x1="0" y1="${PLOT_HEIGHT}" x2="${WIDTH}" y2="${PLOT_HEIGHT}" stroke="#555" />
      <text x="0" y="115">${shown(bins.from * scale)}</text>
      <text x="${WIDTH}" y="115" text-anchor="end">
        ${shown(bins.to * scale)}${bins.isCut ? ' and more' : ''}
      </text>
      <text x="${WIDTH / 2}" y="115" text-anchor="middle">highest bar: ${highest}</text>
    </svg>
    <figcaption>${label}</figcaption>
  </figure>`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
