// U-Net of two 3×3 convolutions at each level (Ronneberger et al. 2015), small enough for a processor: the network of the
// bundled model. It differs from the paper's as is usual by now: convolutions keep the size, each is normalised, halving
// is a strided convolution and doubling repeats pixels, which leaves no checkerboard.

import type { NormKind } from './architecture.js';
import type { Layer, Network } from './layers.js';
import { conv, normStyle, relu, sequence, skip, tanh, upsample } from './notation.js';

export interface ConvolutionalUnetOptions {
  readonly inChannels: number;
  readonly outChannels: number;
  /** Filters of the first level; each level has twice as many as the one above it. */
  readonly filters: number;
  /** Number of levels, at least 2; one less is the number of halvings. */
  readonly levels: number;
  /** `spectral` means `none` here. */
  readonly norm: NormKind;
}

const SAME_SIZE = { kernelPx: 3, paddingPx: 1 } as const;

/** (N, inChannels, H, W) in [-1, 1] → (N, outChannels, H, W) in [-1, 1]; H and W divisible by 2^(levels − 1). */
export function convolutionalUnet(options: ConvolutionalUnetOptions): Network {
  const { inChannels, outChannels, filters, levels } = options;
  const style = normStyle(options.norm, { knowsSpectral: false });
  const step = (from: number, to: number, stride: 1 | 2 = 1) => [
    conv(from, to, { ...SAME_SIZE, stride, ...style.conv }),
    style.after(to),
    relu,
  ];
  const below = (level: number): Layer => {
    const width = filters * 2 ** level;
    const halved = [...step(width / 2, width, 2), ...step(width, width)];
    const inner =
      level === levels - 1
        ? halved
        : [...halved, below(level + 1), ...step(3 * width, width), ...step(width, width)];
    return skip(sequence(...inner, upsample));
  };
  return {
    title: `U-Net of ${levels} levels, ${filters} filters`,
    inChannels,
    outChannels,
    sizeMultiplePx: 2 ** (levels - 1),
    root: sequence(
      ...step(inChannels, filters),
      ...step(filters, filters),
      below(1),
      ...step(3 * filters, filters),
      ...step(filters, filters),
      conv(filters, outChannels, { kernelPx: 1, useBias: true }),
      tanh,
    ),
  };
}
