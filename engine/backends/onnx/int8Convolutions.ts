// Convolutions in 8 bits, everything else in float32: norms, activations and residual sums round nothing.
//
// Images are coded over the range that they have themselves. Nothing is learned from other images, whose range could
// be too narrow for this one, so a tile gives the same result whatever was computed before.

import type { Convolutions } from './convolutions.js';
import { fastConvolutions } from './fastConvolutions.js';
import type { GraphBuilder } from './graph.js';
import { addRoundedConv } from './int8Codes.js';
import { addSummedConv } from './int8Sums.js';
import type { ConvStep } from './step.js';

/** Method by which a convolution is computed. */
export type Int8Way =
  | 'float32'
  /** Sums of 32 bits. */
  | 'sums'
  /** A result of 8 bits. Every n-th of its pixels in both directions is sampled for the range. */
  | { readonly everyNth: number };

export function int8Convolutions(graph: GraphBuilder, wayOf: (step: ConvStep) => Int8Way): Convolutions {
  const fast = fastConvolutions(graph);
  return {
    ...fast,
    conv(step, input) {
      const way = wayOf(step);
      if (way === 'float32') return fast.conv(step, input);
      const image = fast.image(input, { output: step.input, channels: step.weight.shape[1]! });
      const value =
        way === 'sums' ? addSummedConv(graph, step, image) : addRoundedConv(graph, step, image, way.everyNth);
      return { value, arrangement: 'image' };
    },
  };
}
