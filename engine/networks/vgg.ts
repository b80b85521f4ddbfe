// VGG19 (Simonyan & Zisserman 2015, configuration E) up to relu5_1, for the perceptual loss. It is never trained, and
// no other network has max pooling, so it is written here directly and not with the layers of layers.ts.
//
// Thirteen 3×3 convolutions, zero-padded by 1, each followed by ReLU; 2×2 max pooling before the first convolution of
// blocks 2 to 5. Parameter names are torchvision's: the position in vgg19().features.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { EngineError } from '../protocol/errors.js';
import type { StoredTensor, Weights } from '../tensors/weights.js';

type Stage =
  | { readonly kind: 'conv'; readonly index: number; readonly inWidth: number; readonly outWidth: number }
  | { readonly kind: 'pool' };

/** Width of a stage as a multiple of the first convolution's filters; 0 means the image's three channels. */
const conv = (index: number, inWidth: number, outWidth: number): Stage => ({
  kind: 'conv',
  index,
  inWidth,
  outWidth,
});
const pool: Stage = { kind: 'pool' };

/** One slice of the network per feature map: features [0:2], [2:7], [7:12], [12:21], [21:30]. */
const SLICES: readonly (readonly Stage[])[] = [
  [conv(0, 0, 1)], // relu1_1
  [conv(2, 1, 1), pool, conv(5, 1, 2)], // relu2_1
  [conv(7, 2, 2), pool, conv(10, 2, 4)], // relu3_1
  [conv(12, 4, 4), conv(14, 4, 4), conv(16, 4, 4), pool, conv(19, 4, 8)], // relu4_1
  [conv(21, 8, 8), conv(23, 8, 8), conv(25, 8, 8), pool, conv(28, 8, 8)], // relu5_1
];

const IMAGE_CHANNELS = 3;
/** Smallest image that the four poolings do not reduce to nothing before relu5_1. */
const SMALLEST_SIDE_PX = 16;

export interface Vgg19 {
  /** Filters of the first convolution: 64 in the published network. */
  readonly filters: number;
  /** Convolutions by their position in `features`. */
  readonly convolutions: ReadonlyMap<number, VggConvolution>;
}

export interface VggConvolution {
  /** (kH, kW, in, out). */
  readonly filter: Tensor4D;
  readonly bias: Tensor1D;
}

/**
 * Puts VGG19 weights on the current TensorFlow.js backend; `disposeVgg19` frees them.
 *
 * Any width works if the blocks keep the proportions 1 : 2 : 4 : 8 : 8. Names are "0.weight" … "28.bias", or the same
 * after "features." as in torchvision's own file. Later layers and the classifier are ignored.
 *
 * @throws EngineError `model-invalid` for a missing or mis-shaped tensor; nothing stays allocated
 */
export function loadVgg19(weights: Weights): Vgg19 {
  const prefix = weights.has('features.0.weight') ? 'features.' : '';
  const filters = weights.get(`${prefix}0.weight`)?.shape[0] ?? 0;
  const channels = (width: number) => (width === 0 ? IMAGE_CHANNELS : width * filters);
  // All tensors are checked before the first one is made.
  const found = SLICES.flat().flatMap((stage) => {
    if (stage.kind === 'pool') return [];
    const name = `${prefix}${stage.index}`;
    const [inChannels, outChannels] = [channels(stage.inWidth), channels(stage.outWidth)];
    const filter = stored(weights, `${name}.weight`, [outChannels, inChannels, 3, 3]);
    return [{ index: stage.index, filter, bias: stored(weights, `${name}.bias`, [outChannels]) }];
  });
  const convolutions = found.map(({ index, filter, bias }) => {
    const onBackend: VggConvolution = {
      filter: tf.tidy(() =>
        tf.transpose(
          tf.tensor4d(filter.data, filter.shape as [number, number, number, number]),
          [2, 3, 1, 0],
        ),
      ),
      bias: tf.tensor1d(bias.data),
    };
    return [index, onBackend] as const;
  });
  return { filters, convolutions: new Map(convolutions) };
}

export function disposeVgg19({ convolutions }: Vgg19): void {
  for (const { filter, bias } of convolutions.values()) tf.dispose([filter, bias]);
}

/**
 * The five feature maps relu1_1, relu2_1, relu3_1, relu4_1, relu5_1.
 *
 * (N, H, W, 3) → (N, H/2ⁱ, W/2ⁱ, C_i), i = 0 … 4, odd sides rounded down; they belong to the caller. H and W at least
 * 16. Differentiable. The image is not normalised here: a caller who needs ImageNet's mean and deviation applies them
 * first.
 */
export function vggFeatures(vgg: Vgg19, image: Tensor4D): Tensor4D[] {
  const [, height, width, channels] = image.shape;
  if (height < SMALLEST_SIDE_PX || width < SMALLEST_SIDE_PX || channels !== IMAGE_CHANNELS)
    throw new RangeError(
      `VGG19 needs RGB images of at least ${SMALLEST_SIDE_PX} × ${SMALLEST_SIDE_PX} px; ` +
        `this one has ${channels} channels and ${width} × ${height} px.`,
    );
  return tf.tidy(() => {
    const maps: Tensor4D[] = [];
    let x = image;
    for (const slice of SLICES) {
      for (const stage of slice)
        x =
          stage.kind === 'pool'
            ? tf.maxPool(x, 2, 2, 'valid')
            : convolveRelu(x, vgg.convolutions.get(stage.index)!);
      maps.push(x);
    }
    return maps;
  });
}

/** Convolution and ReLU. 'same' pads one zero on every side for a 3×3 kernel at stride 1, as PyTorch's padding of 1. */
function convolveRelu(x: Tensor4D, { filter, bias }: VggConvolution): Tensor4D {
  return tf.tidy(() => tf.relu(tf.add<Tensor4D>(tf.conv2d(x, filter, 1, 'same'), bias)));
}

function stored(weights: Weights, name: string, shape: readonly number[]): StoredTensor {
  const tensor = weights.get(name);
  if (!tensor)
    throw new EngineError(
      'model-invalid',
      `The VGG19 weights have no tensor "${name}". Expected torchvision's vgg19().features, "0.weight" to "28.bias".`,
    );
  if (tensor.shape.join('×') !== shape.join('×'))
    throw new EngineError(
      'model-invalid',
      `VGG19's "${name}" is ${tensor.shape.join('×')}, expected ${shape.join('×')}: these are weights of another network.`,
    );
  return tensor;
}
