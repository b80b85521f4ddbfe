// ResNet generator: translates an IHC image into one modality (Johnson et al. 2016, as in CycleGAN and DeepLIIF).
//
// Layer names follow the paper: c7s1-k 7×7 convolution, stride 1 · d k 3×3, stride 2 · R k residual block · u k 3×3
// transposed convolution, stride 2; each but R ends in a norm and ReLU. R has no ReLU after its sum, unlike the paper.

import type { NormKind } from './architecture.js';
import type { Layer, Network, PadMode } from './layers.js';
import {
  conv,
  convTranspose,
  dropout,
  named,
  normStyle,
  pad,
  relu,
  residual,
  sequence,
  tanh,
  upsample,
} from './notation.js';

export interface ResnetOptions {
  readonly inChannels: number;
  readonly outChannels: number;
  /** Filters of the first layer. */
  readonly filters: number;
  /** Number of residual blocks: 9 in DeepLIIF. */
  readonly blocks: number;
  readonly norm: NormKind;
  readonly dropout: boolean;
  readonly padding: PadMode;
  readonly upsampling: 'transposed-convolution' | 'resize-convolution';
}

/**
 * c7s1-k, d2k, d4k, R4k × blocks, u2k, uk, c7s1-3 (docs/reference.md 1.2).
 *
 * (N, inChannels, H, W) in [-1, 1] → (N, outChannels, H, W) in [-1, 1]; H and W divisible by 4.
 */
export function resnet(options: ResnetOptions): Network {
  const { inChannels, outChannels, filters: k, blocks, padding, upsampling } = options;
  const style = normStyle(options.norm, { knowsSpectral: true });
  // The reference pads the image with zeros even if its blocks replicate their edge.
  const border = pad(padding === 'reflect' ? 'reflect' : 'zero', 3);

  const normRelu = (channels: number) => [style.after(channels), relu];
  const c7s1 = (from: number, to: number) => [
    border,
    conv(from, to, { kernelPx: 7, ...style.conv }),
    ...normRelu(to),
  ];
  const d = (from: number, to: number) => [
    conv(from, to, { kernelPx: 3, stride: 2, paddingPx: 1, ...style.conv }),
    ...normRelu(to),
  ];
  const u = (from: number, to: number) =>
    upsampling === 'transposed-convolution'
      ? [convTranspose(from, to, { kernelPx: 3, paddingPx: 1, ...style.conv }), ...normRelu(to)]
      : [
          upsample,
          pad('reflect', 1),
          conv(from, to, { kernelPx: 3, useBias: true, ...style.everyConv }),
          ...normRelu(to),
        ];

  return {
    title: `ResNet-${blocks} generator, ${k} filters`,
    inChannels,
    outChannels,
    sizeMultiplePx: 4,
    root: named(
      'model',
      sequence(
        ...c7s1(inChannels, k),
        ...d(k, 2 * k),
        ...d(2 * k, 4 * k),
        ...Array.from({ length: blocks }, () => residualBlock(4 * k, options)),
        ...u(4 * k, 2 * k),
        ...u(2 * k, k),
        border,
        conv(k, outChannels, { kernelPx: 7, useBias: true, ...style.everyConv }),
        tanh,
      ),
    ),
  };
}

/** R k: two 3×3 convolutions that keep the size; dropout, if any, only between them. */
function residualBlock(k: number, options: ResnetOptions): Layer {
  const style = normStyle(options.norm, { knowsSpectral: true });
  const convolve =
    options.padding === 'zero'
      ? [conv(k, k, { kernelPx: 3, paddingPx: 1, ...style.conv })]
      : [pad(options.padding, 1), conv(k, k, { kernelPx: 3, ...style.conv })];
  return residual(
    named(
      'conv_block',
      sequence(
        ...convolve,
        style.after(k),
        relu,
        ...(options.dropout ? [dropout] : []),
        ...convolve,
        style.after(k),
      ),
    ),
  );
}
