// VGG19 weights for tests, without a file: the thirteen convolutions up to relu5_1.

import type { StoredTensor, Weights } from '../../../engine/tensors/weights.js';

/**
 * Position in torchvision's vgg19().features, and the input and output channels there as multiples of the first
 * convolution's.
 */
const CONVOLUTIONS = [
  [0, 0, 1],
  [2, 1, 1],
  [5, 1, 2],
  [7, 2, 2],
  [10, 2, 4],
  [12, 4, 4],
  [14, 4, 4],
  [16, 4, 4],
  [19, 4, 8],
  [21, 8, 8],
  [23, 8, 8],
  [25, 8, 8],
  [28, 8, 8],
] as const;

/**
 * Weights with which every convolution copies its first input channel to all outputs: the maps are the red channel,
 * pooled.
 */
export function identityVgg(prefix = ''): Weights {
  return vgg(1, prefix, (_out, inChannel, tap) => (inChannel === 0 && tap === 4 ? 1 : 0));
}

/** Arbitrary but fixed weights, scaled so that activations neither vanish nor overflow. */
export function randomVgg(filters: number): Weights {
  return vgg(filters, '', (out, inChannel, tap, inChannels) => {
    const wave = Math.sin(12.9898 * out + 78.233 * inChannel + 37.719 * tap + inChannels) * 43758.5453;
    return (wave - Math.floor(wave) - 0.4) * Math.sqrt(12 / (9 * inChannels));
  });
}

function vgg(
  filters: number,
  prefix: string,
  weight: (out: number, inChannel: number, tap: number, inChannels: number) => number,
): Weights {
  const tensors = CONVOLUTIONS.flatMap(([index, inWidth, outWidth]): [string, StoredTensor][] => {
    const [inChannels, outChannels] = [inWidth === 0 ? 3 : inWidth * filters, outWidth * filters];
    const data = Float32Array.from({ length: outChannels * inChannels * 9 }, (_, i) =>
      weight(Math.floor(i / (9 * inChannels)), Math.floor(i / 9) % inChannels, i % 9, inChannels),
    );
    return [
      [`${prefix}${index}.weight`, { shape: [outChannels, inChannels, 3, 3], data }],
      [`${prefix}${index}.bias`, { shape: [outChannels], data: new Float32Array(outChannels) }],
    ];
  });
  return new Map(tensors);
}
