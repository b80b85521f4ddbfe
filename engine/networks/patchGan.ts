// PatchGAN discriminators: judge each overlapping patch of an image (pix2pix, Isola et al. 2017, appendix 6.1.2). Input
// and candidate output lie side by side on the channel axis. There is no sigmoid at the end; the losses have it.

import type { NormKind } from './architecture.js';
import type { Network } from './layers.js';
import { conv, leakyRelu, named, normStyle, sequence } from './notation.js';

export interface DiscriminatorOptions {
  readonly inChannels: number;
  /** Filters of the first layer. */
  readonly filters: number;
  readonly norm: NormKind;
}

/**
 * `layers` strided 4×4 convolutions, then two of stride 1 (docs/reference.md 1.5). 3 layers are the reference's `basic`
 * (70 px patches), 4 are DeepLIIF's.
 *
 * (N, inChannels, H, W) → (N, 1, h, w); 4 layers: 512 px become 30, 256 become 14, 128 become 6.
 */
export function patchGan(options: DiscriminatorOptions & { readonly layers: number }): Network {
  const { inChannels, filters, layers } = options;
  const style = normStyle(options.norm, { knowsSpectral: true });
  const width = (i: number) => filters * Math.min(2 ** i, 8);
  const C = (i: number, stride: number) => [
    conv(width(i - 1), width(i), { kernelPx: 4, stride, paddingPx: 1, ...style.conv }),
    style.after(width(i)),
    leakyRelu,
  ];
  const end = { kernelPx: 4, paddingPx: 1, useBias: true, ...style.everyConv };
  return {
    title: `PatchGAN discriminator, ${layers} layers, ${filters} filters`,
    inChannels,
    outChannels: 1,
    sizeMultiplePx: 1,
    root: named(
      'model',
      sequence(
        conv(inChannels, filters, { ...end, stride: 2 }),
        leakyRelu,
        ...Array.from({ length: layers - 1 }, (_, i) => C(i + 1, 2)).flat(),
        ...C(layers, 1),
        conv(width(layers), 1, end),
      ),
    ),
  };
}

/** Judges every pixel by itself: 1×1 convolutions only. (N, inChannels, H, W) → (N, 1, H, W). */
export function pixelGan({ inChannels, filters: d, norm }: DiscriminatorOptions): Network {
  const style = normStyle(norm, { knowsSpectral: false });
  return {
    title: `Pixel discriminator, ${d} filters`,
    inChannels,
    outChannels: 1,
    sizeMultiplePx: 1,
    root: named(
      'net',
      sequence(
        conv(inChannels, d, { kernelPx: 1, useBias: true }),
        leakyRelu,
        conv(d, 2 * d, { kernelPx: 1, ...style.conv }),
        style.after(2 * d),
        leakyRelu,
        conv(2 * d, 1, { kernelPx: 1, ...style.conv }),
      ),
    ),
  };
}
