// A transposed convolution of stride 2 without its zeros, and other convolutions on the phases of an image.
//
// The phases of a (2h, 2w) image are its four (h, w) images of even and odd rows and columns. Seen there, a transposed
// convolution is four ordinary ones, each with every second tap, and a convolution that gives few channels becomes
// one that gives four times as many from four times as many: a shape that processors compute faster.
//
// In one dimension: with kernel k and padding p, output pixel o = 2u + a (phase a) reads input pixel i through tap t
// where o = 2i − p + t, that is i = u + e with e = (a + p − t) / 2, for the taps t ≡ a + p (mod 2).

import type { StoredTensor } from '../../tensors/weights.js';
import type { ConvTransposeStep, Margins } from './step.js';

/** Order of the phases wherever four lie side by side: row · 2 + column. */
export const PHASES = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/** A convolution of stride 1 whose kernel need not be square. */
export interface PhaseConvolution {
  /** (out, in, kH, kW) */
  readonly weight: StoredTensor;
  readonly margins: Margins;
}

/** True when the transposed convolution doubles height and width exactly, so that it has phases. */
export function doubles({ stride, paddingPx, outputPaddingPx, weight }: ConvTransposeStep): boolean {
  const kernel = weight.shape[2]!;
  return stride === 2 && outputPaddingPx === 2 + 2 * paddingPx - kernel && kernel > paddingPx;
}

interface Tap {
  readonly tap: number;
  /** Distance from the output pixel's own position in its phase. */
  readonly at: number;
}

/** Taps of a phase from left to right. */
function tapsOf(phase: number, kernel: number, padding: number): readonly Tap[] {
  const taps = Array.from({ length: kernel }, (_, tap) => ({ tap, at: (phase + padding - tap) / 2 }));
  return taps.filter(({ at }) => Number.isInteger(at)).sort((a, b) => a.at - b.at);
}

function marginsOf(rows: readonly number[], columns: readonly number[]): Margins {
  return {
    top: Math.max(0, -Math.min(...rows)),
    bottom: Math.max(0, ...rows),
    left: Math.max(0, -Math.min(...columns)),
    right: Math.max(0, ...columns),
  };
}

/** Input channels that are copied together, so that neither reading nor writing jumps through memory for each. */
const BLOCK = 16;

/** The four small convolutions of a transposed one that `doubles`. */
export function phasesOf({ weight, paddingPx }: ConvTransposeStep): readonly PhaseConvolution[] {
  const [inChannels, outChannels, kernel] = weight.shape as [number, number, number, number];
  return PHASES.map(([row, column]) => {
    const rows = tapsOf(row, kernel, paddingPx);
    const columns = tapsOf(column, kernel, paddingPx);
    const taps = Uint32Array.from(rows.flatMap(({ tap: y }) => columns.map(({ tap: x }) => y * kernel + x)));
    return {
      weight: {
        shape: [outChannels, inChannels, rows.length, columns.length],
        data: pickTaps(weight.data, inChannels, outChannels, kernel * kernel, taps),
      },
      margins: marginsOf(
        rows.map((tap) => tap.at),
        columns.map((tap) => tap.at),
      ),
    };
  });
}

/** (in, out, all taps) → (out, in, taps). */
function pickTaps(
  data: Float32Array,
  inChannels: number,
  outChannels: number,
  allTaps: number,
  taps: Uint32Array,
): Float32Array {
  const picked = new Float32Array(outChannels * inChannels * taps.length);
  for (let block = 0; block < inChannels; block += BLOCK) {
    const end = Math.min(block + BLOCK, inChannels);
    for (let o = 0; o < outChannels; o++) {
      let to = (o * inChannels + block) * taps.length;
      for (let i = block; i < end; i++) {
        const from = (i * outChannels + o) * allTaps;
        for (const tap of taps) picked[to++] = data[from + tap]!;
      }
    }
  }
  return picked;
}

/**
 * The same as one convolution that gives all phases at once, output channel o of phase f at 4 · o + f. Its kernel
 * covers the taps of all phases, so some of its weights are zero: worth it for few output channels.
 */
export function densePhases(step: ConvTransposeStep): PhaseConvolution {
  const { weight, paddingPx } = step;
  const [inChannels, outChannels, kernel] = weight.shape as [number, number, number, number];
  const taps = [0, 1].map((phase) => tapsOf(phase, kernel, paddingPx));
  const { first, size } = spanOf(taps);
  const data = new Float32Array(4 * outChannels * inChannels * size * size);
  for (let o = 0; o < outChannels; o++)
    PHASES.forEach(([row, column], phase) => {
      for (let i = 0; i < inChannels; i++)
        for (const y of taps[row]!)
          for (const x of taps[column]!)
            data[(((4 * o + phase) * inChannels + i) * size + y.at - first) * size + x.at - first] =
              weight.data[((i * outChannels + o) * kernel + y.tap) * kernel + x.tap]!;
    });
  return {
    weight: { shape: [4 * outChannels, inChannels, size, size], data },
    margins: squareMargins(first, size),
  };
}

/**
 * A convolution of stride 1 that keeps the size, from phases to phases: (out, in, k, k) becomes
 * (4 · out, 4 · in, k', k'), channel c of phase f at 4 · c + f on both sides. k must be odd.
 */
export function onPhases(weight: StoredTensor): PhaseConvolution {
  const [outChannels, inChannels, kernel] = weight.shape as [number, number, number, number];
  const reach = (kernel - 1) / 2;
  // Output pixel 2u + a reads input pixel 2(u + at) + b = 2u + a + tap − reach.
  const taps = [0, 1].map((a) =>
    Array.from({ length: kernel }, (_, tap) => {
      const distance = a + tap - reach;
      return { tap, at: Math.floor(distance / 2), phase: distance & 1 };
    }),
  );
  const { first, size } = spanOf(taps);
  const data = new Float32Array(16 * outChannels * inChannels * size * size);
  for (let o = 0; o < outChannels; o++)
    PHASES.forEach(([row, column], phase) => {
      for (let i = 0; i < inChannels; i++)
        for (const y of taps[row]!)
          for (const x of taps[column]!) {
            const from = 4 * i + 2 * y.phase + x.phase;
            data[(((4 * o + phase) * 4 * inChannels + from) * size + y.at - first) * size + x.at - first] =
              weight.data[((o * inChannels + i) * kernel + y.tap) * kernel + x.tap]!;
          }
    });
  return {
    weight: { shape: [4 * outChannels, 4 * inChannels, size, size], data },
    margins: squareMargins(first, size),
  };
}

function spanOf(taps: readonly (readonly { readonly at: number }[])[]): { first: number; size: number } {
  const places = taps.flat().map(({ at }) => at);
  const first = Math.min(...places);
  return { first, size: Math.max(...places) - first + 1 };
}

function squareMargins(first: number, size: number): Margins {
  const before = -first;
  const after = size - 1 + first;
  return { top: before, left: before, bottom: after, right: after };
}
