// Small networks and images for the tests of this folder. Weights come from the formula of fixture j_fullsize.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type {
  Architecture,
  DiscriminatorArchitecture,
  GeneratorArchitecture,
} from '../../../engine/networks/architecture.js';
import { attentionUnet } from '../../../engine/networks/attentionUnet.js';
import { buildNetwork } from '../../../engine/networks/build.js';
import type { Network } from '../../../engine/networks/layers.js';
import { spectralNames } from '../../../engine/networks/names.js';
import { parametersOf } from '../../../engine/networks/parameters.js';
import type { Weights } from '../../../engine/tensors/weights.js';
import { formulaWeights, uniformNumbers } from '../../parity/weightFormula.js';

export const RESNET: GeneratorArchitecture = {
  name: 'resnet_1blocks',
  inChannels: 3,
  outChannels: 3,
  filters: 2,
  norm: 'batch',
  dropout: true,
  padding: 'zero',
  upsampling: 'transposed-convolution',
};

export const PATCHGAN: DiscriminatorArchitecture = {
  name: 'patchgan',
  inChannels: 6,
  filters: 2,
  norm: 'batch',
  layers: 2,
};

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  'a ResNet with batch norm': RESNET,
  'a ResNet with instance norm': { ...RESNET, norm: 'instance', dropout: false },
  'a ResNet without norm': { ...RESNET, norm: 'none' },
  'a ResNet with spectral norm': { ...RESNET, norm: 'spectral' },
  'a ResNet padded by reflection': { ...RESNET, padding: 'reflect' },
  'a ResNet padded by replication': { ...RESNET, padding: 'replicate' },
  'a ResNet with resize-convolution': { ...RESNET, upsampling: 'resize-convolution' },
  'a U-Net': { ...RESNET, name: 'unet_64' },
  'a U-Net of levels': { ...RESNET, name: 'unet_3levels' },
  'a PatchGAN': PATCHGAN,
  'a PatchGAN with spectral norm': { ...PATCHGAN, norm: 'spectral' },
  'a pixel discriminator': { ...PATCHGAN, name: 'pixelgan' },
};

/** One network of every kind, by its description. */
export const NETWORKS: Readonly<Record<string, Network>> = {
  ...Object.fromEntries(
    Object.entries(ARCHITECTURES).map(([what, architecture]) => [what, buildNetwork(architecture)]),
  ),
  'an attention U-Net': attentionUnet({ inChannels: 3, outChannels: 3, widths: [2, 2, 2] }),
};

/**
 * Arbitrary but fixed weights. Spectral vectors pick the first output channel: u is its unit vector and v the direction
 * of its weights, so that uᵀ W v is their length and not some number near zero.
 */
export function weightsOf(network: Network): Weights {
  const weights = new Map(formulaWeights(network, 'test'));
  for (const { name, path, role, shape, layer } of parametersOf(network)) {
    if (role === 'spectralU') weights.set(name, { shape, data: unitVector(shape[0]!) });
    if (role !== 'spectralV' || layer.kind === 'norm') continue;
    const { data } = weights.get(spectralNames(path).original)!;
    const { outChannels, kernelPx } = layer.conv;
    const taps = kernelPx ** 2;
    const row = Float32Array.from({ length: shape[0]! }, (_, i) =>
      layer.kind === 'conv' ? data[i]! : data[Math.floor(i / taps) * outChannels * taps + (i % taps)]!,
    );
    const length = Math.hypot(...row);
    weights.set(name, { shape, data: row.map((value) => value / length) });
  }
  return weights;
}

function unitVector(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => (i === 0 ? 1 : 0));
}

/**
 * (count, side, side, channels) in [-1, 1), no two images alike; by default of the smallest side that the network
 * takes.
 */
export function imagesFor(
  network: Network,
  count = 1,
  sidePx = Math.max(network.sizeMultiplePx, 16),
): Tensor4D {
  const shape: [number, number, number, number] = [count, sidePx, sidePx, network.inChannels];
  const u = uniformNumbers(`images of ${network.title}`, count * sidePx * sidePx * network.inChannels);
  return tf.tensor4d(
    Float32Array.from(u, (value) => 2 * value - 1),
    shape,
  );
}

/** Hand-made image of whole numbers in rows, (1, height, width, 1). */
export function grid(...rows: readonly (readonly number[])[]): Tensor4D {
  return tf.tensor4d(rows.flat(), [1, rows.length, rows[0]!.length, 1]);
}

/** Rows of the only channel of the only image. */
export function rowsOf(image: Tensor4D): number[][] {
  return tf.squeeze<tf.Tensor2D>(image, [0, 3]).arraySync();
}
