// Which convolutions of a network are computed in 8 bits, and how. The numbers were found by measuring speed and the
// error of each layer's rounding in the final images.

import type { Int8Way } from './int8Convolutions.js';
import { sidesOf } from './outputSides.js';
import { readers } from './simplify.js';
import { INPUT, type ConvStep, type ConvTransposeStep, type Steps } from './steps.js';

/** With fewer channels on either side, 8 bits are no faster than float32. */
const LEAST_CHANNELS = 64;

/** On smaller images a norm has so few pixels that it would amplify rounding errors. */
const LEAST_SIDE = 8;

/** From this side on, sampling a result for its range costs little of computing it. */
const LEAST_SAMPLED_SIDE = 64;

/** Samples along one side of a result. */
const SAMPLES = 16;

/** The way of each convolution for images of `tilePx`. */
export function int8Choice(steps: Steps, tilePx: number): (step: ConvStep | ConvTransposeStep) => Int8Way {
  const sides = sidesOf(steps, tilePx);
  const normed = readOnlyByNorm(steps);
  return (step) => {
    const inputSide = sides.get(step.input)!;
    const outputSide = sides.get(step.output)!;
    const inChannels = step.weight.shape[step.kind === 'conv' ? 1 : 0]!;
    const inEightBits =
      step.input !== INPUT &&
      Math.min(inChannels, step.channels) >= LEAST_CHANNELS &&
      Math.min(inputSide, outputSide) >= LEAST_SIDE &&
      // Errors at full resolution reach the result unsmoothed.
      Math.max(inputSide, outputSide) < tilePx;
    if (!inEightBits) return 'float32';
    const sampled =
      step.kind === 'conv' &&
      step.stride === 1 &&
      normed.has(step.output) &&
      outputSide >= LEAST_SAMPLED_SIDE;
    return sampled ? { everyNth: Math.floor(outputSide / SAMPLES) } : 'sums';
  };
}

function readOnlyByNorm({ steps }: Steps): ReadonlySet<string> {
  const counts = readers(steps);
  const normed = steps.flatMap((step) => (step.kind === 'norm' ? [step.input] : []));
  return new Set(normed.filter((name) => counts.get(name) === 1));
}
