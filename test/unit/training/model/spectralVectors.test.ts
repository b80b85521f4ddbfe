// Start of spectral vectors against PyTorch 2.13 in double precision, from the same weights and start.

import assert from 'node:assert/strict';
import { conv, convTranspose } from '../../../../engine/networks/notation.js';
import { FIRST_ITERATIONS, iteratedVectors } from '../../../../engine/training/model/spectralVectors.js';
import { assertClose } from '../finiteDifferences.js';

const WEIGHT = Float32Array.from({ length: 24 }, (_, i) => Math.sin(1.7 * i + 0.3));
const cosines = Array.from({ length: 8 }, (_, i) => Math.cos(1.3 * i + 1));
const START = { v: Float32Array.from(cosines, (value) => value / Math.hypot(...cosines)) };

describe('spectral vectors after 15 power iterations equal PyTorch’s', () => {
  // (3, 2, 2, 2): its singular values 2.59 and 2.30 are near each other, so every iteration shows.
  it('for a convolution', () => {
    const spec = { shape: [3, 2, 2, 2], layer: conv(2, 3, { kernelPx: 2 }) };
    const { u, v } = iteratedVectors(spec, WEIGHT, START, FIRST_ITERATIONS);
    assertClose(u, [0.04899936547, 0.72212302869, 0.6900270963], 1e-6);
    assertClose(
      v,
      [
        0.46327722606, -0.1657681012, -0.42056061719, 0.27414193652, 0.34991725309, -0.36431175786,
        -0.25603812473, 0.43028996282,
      ],
      1e-6,
    );
  });

  it('for a transposed convolution, whose rows are output channels as well', () => {
    const spec = { shape: [2, 3, 2, 2], layer: convTranspose(2, 3, { kernelPx: 2 }) };
    const { u, v } = iteratedVectors(spec, WEIGHT, START, FIRST_ITERATIONS);
    assertClose(u, [0.54768186895, 0.63097975948, 0.54946256792], 1e-6);
    assertClose(
      v,
      [
        0.36448144699, 0.29207869953, -0.43974691283, -0.17876077114, 0.34923654868, -0.3994660204,
        -0.24629855527, 0.46293444538,
      ],
      1e-6,
    );
  });

  it('are 0 for a weight of zeros', () => {
    const spec = { shape: [1, 2, 2, 2], layer: conv(2, 1, { kernelPx: 2 }) };
    const { u } = iteratedVectors(spec, new Float32Array(8), START, 1);
    assert.deepEqual([...u], [0]);
  });
});
