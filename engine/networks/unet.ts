// U-Net generator: segments one modality (Ronneberger et al. 2015, as in pix2pix, Isola et al. 2017).
//
// Nested blocks, built from the innermost outwards. Each halves the image by a 4×4 convolution, passes it to the block
// inside, doubles the result by a 4×4 transposed convolution and concatenates it with its own input.

import type { NormKind } from './architecture.js';
import type { Layer, Network } from './layers.js';
import {
  conv,
  convTranspose,
  dropout,
  leakyRelu,
  named,
  normStyle,
  relu,
  sequence,
  skip,
  tanh,
} from './notation.js';

export interface UnetOptions {
  readonly inChannels: number;
  readonly outChannels: number;
  /** Filters of the outermost block. */
  readonly filters: number;
  /** Number of halvings, at least 5: 9 in DeepLIIF, which bring 512 px down to 1. */
  readonly downs: number;
  /** `spectral` means `none` here. */
  readonly norm: NormKind;
  readonly dropout: boolean;
}

const HALVING = { kernelPx: 4, stride: 2, paddingPx: 1 } as const;
const DOUBLING = { kernelPx: 4, paddingPx: 1 } as const;

/**
 * (N, inChannels, H, W) in [-1, 1] → (N, outChannels, H, W) in [-1, 1]; H and W divisible by 2^downs
 * (docs/reference.md 1.3).
 */
export function unet(options: UnetOptions): Network {
  const { inChannels, outChannels, filters: n, downs } = options;
  const style = normStyle(options.norm, { knowsSpectral: false });

  let inner = skip(
    named(
      'model',
      sequence(
        leakyRelu,
        conv(8 * n, 8 * n, { ...HALVING, ...style.conv }), // no norm: with one pixel left it would erase the image
        relu,
        convTranspose(8 * n, 8 * n, { ...DOUBLING, ...style.conv }),
        style.after(8 * n),
      ),
    ),
  );
  const block = (outer: number, within: number, last: readonly Layer[] = []) =>
    skip(
      named(
        'model',
        sequence(
          leakyRelu,
          conv(outer, within, { ...HALVING, ...style.conv }),
          style.after(within),
          inner,
          relu,
          convTranspose(2 * within, outer, { ...DOUBLING, ...style.conv }),
          style.after(outer),
          ...last,
        ),
      ),
    );
  for (let i = 5; i < downs; i++) inner = block(8 * n, 8 * n, options.dropout ? [dropout] : []);
  for (const width of [4 * n, 2 * n, n]) inner = block(width, 2 * width);

  return {
    title: `U-Net-${2 ** downs} generator, ${n} filters`,
    inChannels,
    outChannels,
    sizeMultiplePx: 2 ** downs,
    root: named(
      'model.model',
      sequence(
        conv(inChannels, n, { ...HALVING, ...style.conv }),
        inner,
        relu,
        convTranspose(2 * n, outChannels, { ...DOUBLING, useBias: true }),
        tanh,
      ),
    ),
  };
}
