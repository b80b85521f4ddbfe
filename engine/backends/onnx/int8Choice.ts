// Chooses the convolutions of a network that are computed in 8 bits, and how. The numbers were found by measuring
// speed and the error of each layer's rounding in the final images.

import type { Int8Way } from './int8Convolutions.js';
import { sidesOf } from './outputSides.js';
import { readers } from './simplify.js';
import { type ConvStep, INPUT, type Steps } from './step.js';

/** Least channels on either side: fewer are no faster in 8 bits than in float32. */
const LEAST_CHANNELS = 64;

/** Least side of an image: a norm over fewer pixels would amplify rounding errors. */
const LEAST_SIDE = 8;

/** Side of an image from which on sampling a result for its range costs little of computing it. */
const LEAST_SAMPLED_SIDE = 64;

/** Samples along one side of a result. */
const SAMPLES = 16;

/**
 * Way of computing each convolution for images of `tilePx`. Only convolutions that keep the size of their image are
 * rounded: in a ResNet they are nine tenths of the work, and the errors of the layers around them would show most.
 */
export function int8Choice(steps: Steps, tilePx: number): (step: ConvStep) => Int8Way {
  const sides = sidesOf(steps, tilePx);
  const normed = readOnlyByNorm(steps);
  return ({ input, output, weight, channels }) => {
    const side = sides.get(input)!;
    const inEightBits =
      input !== INPUT &&
      sides.get(output) === side &&
      Math.min(weight.shape[1]!, channels) >= LEAST_CHANNELS &&
      side >= LEAST_SIDE &&
      // Errors at full resolution reach the result unsmoothed.
      side < tilePx;
    if (!inEightBits) return 'float32';
    const sampled = normed.has(output) && side >= LEAST_SAMPLED_SIDE;
    return sampled ? { everyNth: Math.floor(side / SAMPLES) } : 'sums';
  };
}

function readOnlyByNorm({ steps }: Steps): ReadonlySet<string> {
  const counts = readers(steps);
  const normed = steps.flatMap((step) => (step.kind === 'norm' ? [step.input] : []));
  return new Set(normed.filter((name) => counts.get(name) === 1));
}
