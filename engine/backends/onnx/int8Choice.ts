// Which convolutions of a network are computed in 8 bits, and how.

import type { Int8Way } from './int8Convolutions.js';
import { sidesOf } from './outputSides.js';
import { readers } from './simplify.js';
import { INPUT, type ConvStep, type ConvTransposeStep, type Steps } from './steps.js';

const LEAST_SIDE = Number(process.env.LEAST_SIDE ?? 8);
const LEAST_CHANNELS = Number(process.env.LEAST_CHANNELS ?? 32);
const SAMPLES = 16;

export function int8Choice(steps: Steps, tilePx: number): (step: ConvStep | ConvTransposeStep) => Int8Way {
  const sides = sidesOf(steps, tilePx);
  const counts = readers(steps.steps);
  const normed = new Set(
    steps.steps.filter(({ kind }) => kind === 'norm').map((step) => 'input' in step && step.input),
  );
  const skip = new RegExp(process.env.SKIP ?? '^$');
  return (step) => {
    const { input, output, weight, channels } = step;
    const side = sides.get(output)!;
    if (
      input === INPUT ||
      skip.test(output) ||
      Math.min(channels, weight.shape[step.kind === 'conv' ? 1 : 0]!) < LEAST_CHANNELS ||
      Math.min(sides.get(input)!, side) < LEAST_SIDE ||
      Math.max(sides.get(input)!, side) > tilePx / Number(process.env.RATIO ?? 1)
    )
      return 'float32';
    if (
      step.kind === 'conv' &&
      step.stride === 1 &&
      normed.has(output) &&
      counts.get(output) === 1 &&
      side >= 64 &&
      !process.env.NOA
    )
      return { everyNth: Math.floor(side / SAMPLES) };
    return 'sums';
  };
}
