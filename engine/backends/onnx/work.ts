// Amount of computation of a network.

import { sidesOf } from './outputSides.js';
import type { Steps } from './step.js';

/**
 * Floating-point operations of all convolutions for one square image, a multiplication and an addition counted as
 * two: 396 · 10⁹ for a ResNet-9 of 64 filters at 512 px.
 */
export function workOf(steps: Steps, tilePx: number): number {
  const sides = sidesOf(steps, tilePx);
  let multiplications = 0;
  for (const step of steps.steps)
    if (step.kind === 'conv' || step.kind === 'convTranspose') {
      // Every weight meets every pixel once: of the result, or in a transposed convolution of the input.
      const side = step.kind === 'conv' ? sides.get(step.output)! : sides.get(step.input)!;
      multiplications += step.weight.data.length * side ** 2;
    }
  return 2 * multiplications;
}
