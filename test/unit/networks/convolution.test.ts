// Convolutions against their definition as sums, written out below with PyTorch's padding.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import {
  convolve,
  convolvePhases,
  convolveTransposed,
  doubleSize,
  phaseTaps,
  type PhaseFilters,
} from '../../../engine/networks/convolution.js';
import type { Convolution } from '../../../engine/networks/layers.js';
import { assertClose, gradientByDifferences, gradientByTape } from '../training/finiteDifferences.js';
import { onCpu } from '../training/onCpu.js';
import { grid, rowsOf } from './samples.js';

const [IN, OUT] = [2, 3];

const layer = (kernelPx: number, stride: number, paddingPx: number): Convolution => ({
  inChannels: IN,
  outChannels: OUT,
  kernelPx,
  stride,
  paddingPx,
  useBias: false,
  spectralNorm: false,
});

const image = (height: number, width: number): Tensor4D =>
  tf.reshape(tf.cos(tf.mul(tf.range(0, height * width * IN), 1.7)), [1, height, width, IN]);
const kernel = (px: number): Tensor4D =>
  tf.reshape(tf.sin(tf.mul(tf.range(0, px * px * IN * OUT), 2.3)), [px, px, IN, OUT]);

/** y[p, q] = Σ x[p·stride − padding + t] · w[t]; pixels outside the image are zero. */
function definition(x: Tensor4D, w: Tensor4D, { kernelPx: k, stride, paddingPx }: Convolution): number[] {
  const [, height, width] = x.shape;
  const [pixels] = x.arraySync();
  const filter = w.arraySync();
  const side = (px: number) => Math.floor((px + 2 * paddingPx - k) / stride) + 1;
  const y: number[] = [];
  for (let p = 0; p < side(height); p++)
    for (let q = 0; q < side(width); q++)
      for (let o = 0; o < OUT; o++) {
        let sum = 0;
        for (let r = 0; r < k; r++)
          for (let c = 0; c < k; c++)
            for (let i = 0; i < IN; i++)
              sum +=
                (pixels![p * stride - paddingPx + r]?.[q * stride - paddingPx + c]?.[i] ?? 0) *
                filter[r]![c]![i]![o]!;
        y.push(sum);
      }
  return y;
}

/**
 * Each pixel adds its multiple of the whole kernel to the result, from which `padding` rows and columns are then cut.
 */
function transposedDefinition(x: Tensor4D, w: Tensor4D, { kernelPx: k, paddingPx }: Convolution): number[] {
  const [, height, width] = x.shape;
  const [pixels] = x.arraySync();
  const filter = w.arraySync();
  const y = new Array<number>(4 * height * width * OUT).fill(0);
  for (let p = 0; p < height; p++)
    for (let q = 0; q < width; q++)
      for (let r = 0; r < k; r++)
        for (let c = 0; c < k; c++) {
          const [row, column] = [2 * p - paddingPx + r, 2 * q - paddingPx + c];
          if (row < 0 || column < 0 || row >= 2 * height || column >= 2 * width) continue;
          for (let i = 0; i < IN; i++)
            for (let o = 0; o < OUT; o++)
              y[(row * 2 * width + column) * OUT + o]! += pixels![p]![q]![i]! * filter[r]![c]![i]![o]!;
        }
  return y;
}

/** Taps of each phase, as inference prepares them from weight files. */
function phasesOf(w: Tensor4D, conv: Convolution): PhaseFilters {
  const pick = ({ rows, columns }: { rows: number[]; columns: number[] }) =>
    tf.gather(tf.gather(w, rows, 0), columns, 1);
  return phaseTaps(conv).map(pick) as unknown as PhaseFilters;
}

describe('a convolution', () => {
  before(onCpu);

  for (const [what, kernelPx, stride, paddingPx] of [
    ["a ResNet's first layer", 7, 1, 0],
    ['a residual block', 3, 1, 1],
    ["a ResNet's encoder", 3, 2, 1],
    ["a U-Net's encoder", 4, 2, 1],
    ["a PatchGAN's last layers", 4, 1, 1],
    ['an attention gate', 1, 1, 0],
  ] as const)
    for (const [height, width] of [
      [8, 10],
      [9, 7],
    ] as const)
      it(`of ${kernelPx} px, stride ${stride}, padding ${paddingPx} (${what}) on ${width} × ${height} px`, () =>
        tf.tidy(() => {
          const [x, w, conv] = [image(height, width), kernel(kernelPx), layer(kernelPx, stride, paddingPx)];
          assertClose(convolve(x, w, conv).dataSync(), definition(x, w, conv), 1e-5);
        }));
});

describe('a transposed convolution', () => {
  before(onCpu);

  for (const [what, kernelPx] of [
    ["a ResNet's decoder, output padding 1", 3],
    ["a U-Net's decoder", 4],
  ] as const) {
    for (const [how, double] of [
      ['in one', convolveTransposed],
      [
        'in four phases',
        (x: Tensor4D, w: Tensor4D, conv: Convolution) => convolvePhases(x, phasesOf(w, conv), conv),
      ],
    ] as const)
      it(`of ${kernelPx} px (${what}) ${how}`, () =>
        tf.tidy(() => {
          const [x, w, conv] = [image(4, 5), kernel(kernelPx), layer(kernelPx, 2, 1)];
          const y = double(x, w, conv);
          assert.deepEqual(y.shape, [1, 8, 10, OUT]);
          assertClose(y.dataSync(), transposedDefinition(x, w, conv), 1e-5);
        }));

    it(`of ${kernelPx} px sends gradients to image and filter`, () =>
      tf.tidy(() => {
        const [x, w, conv] = [image(2, 3), kernel(kernelPx), layer(kernelPx, 2, 1)];
        const loss = (from: Tensor4D, filter: Tensor4D) => {
          const y = convolveTransposed(from, filter, conv);
          return tf.sum<tf.Scalar>(tf.mul(y, tf.reshape(tf.sin(tf.range(0, y.size)), y.shape)));
        };
        const byImage = (at: tf.Tensor) => loss(at as Tensor4D, w);
        const byFilter = (at: tf.Tensor) => loss(x, at as Tensor4D);
        assertClose(gradientByTape(byImage, x), gradientByDifferences(byImage, x, 1 / 16), 1e-3);
        assertClose(gradientByTape(byFilter, w), gradientByDifferences(byFilter, w, 1 / 16), 1e-3);
      }));
  }
});

describe('enlargement', () => {
  before(onCpu);

  it('repeats every pixel twice in both directions', () =>
    tf.tidy(() =>
      assert.deepEqual(rowsOf(doubleSize(grid([1, 2], [3, 4]))), [
        [1, 1, 2, 2],
        [1, 1, 2, 2],
        [3, 3, 4, 4],
        [3, 3, 4, 4],
      ]),
    ));
});
