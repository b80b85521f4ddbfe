// The ONNX writer: its files, and the backend's own faster ones, compute what the TensorFlow.js interpreter does.

import assert from 'node:assert/strict';
import type { Backend } from '../../../../engine/backends/backend.js';
import { startLane, type Lane } from '../../../../engine/backends/onnx/lane.js';
import { openOnnxBackend } from '../../../../engine/backends/onnx/openOnnxBackend.js';
import { writeOnnx } from '../../../../engine/backends/onnx/writeOnnx.js';
import { openBackend } from '../../../../engine/backends/openBackend.js';
import type { Layer, Network } from '../../../../engine/networks/layers.js';
import {
  attentionSkip,
  conv,
  convTranspose,
  dropout,
  leakyRelu,
  named,
  norm,
  pad,
  relu,
  residual,
  sequence,
  skip,
  tanh,
  upsample,
} from '../../../../engine/networks/notation.js';
import { NETWORKS, weightsOf } from '../../networks/samples.js';
import { largestDifference, planes, runFile } from './onLane.js';

/** Difference that the product promises for whole networks. */
const TOLERANCE = 1e-4;

const CHANNELS = 3;
const k1 = (from: number, to: number) => conv(from, to, { kernelPx: 1, useBias: true });
const gate = {
  wG: named('wG', sequence(k1(2, 2), norm('batch', 2))),
  wX: named('wX', sequence(k1(CHANNELS, 2), norm('batch', 2))),
  psi: named('psi', sequence(k1(2, 1), norm('batch', 1))),
};

const LAYERS: Readonly<Record<string, Layer>> = {
  'a convolution': conv(CHANNELS, 4, { kernelPx: 3 }),
  'a convolution with zeros around and a bias': conv(CHANNELS, 4, {
    ...{ kernelPx: 3, paddingPx: 1, useBias: true },
  }),
  'a convolution with stride 2': conv(CHANNELS, 4, { kernelPx: 4, stride: 2, paddingPx: 1 }),
  'a spectrally normed convolution': conv(CHANNELS, 4, { kernelPx: 3, spectralNorm: true }),
  'a transposed convolution of 3 × 3': convTranspose(CHANNELS, 6, {
    ...{ kernelPx: 3, paddingPx: 1, useBias: true },
  }),
  'a transposed convolution of 4 × 4': convTranspose(CHANNELS, 6, { kernelPx: 4, paddingPx: 1 }),
  'a transposed convolution to few channels': convTranspose(CHANNELS, 2, {
    ...{ kernelPx: 4, paddingPx: 1, useBias: true },
  }),
  'a norm and a last convolution after a transposed one': sequence(
    convTranspose(CHANNELS, 6, { kernelPx: 3, paddingPx: 1 }),
    norm('batch', 6),
    relu,
    conv(6, 3, { kernelPx: 7, paddingPx: 3, useBias: true }),
  ),
  'a reflected border after a transposed convolution': sequence(
    convTranspose(CHANNELS, 6, { kernelPx: 3, paddingPx: 1 }),
    pad('reflect', 3),
    conv(6, 3, { kernelPx: 7 }),
  ),
  'batch norm': norm('batch', CHANNELS),
  'batch norm after a convolution': sequence(
    conv(CHANNELS, 4, { kernelPx: 3, useBias: true }),
    norm('batch', 4),
  ),
  'instance norm': norm('instance', CHANNELS),
  'no norm': sequence(norm('identity', CHANNELS), relu),
  ReLU: relu,
  'leaky ReLU': leakyRelu,
  tanh,
  sigmoid: { kind: 'sigmoid' },
  'dropout, which does nothing': sequence(dropout, relu),
  'a border of zeros': pad('zero', 2),
  'a border of zeros before a convolution': sequence(pad('zero', 2), conv(CHANNELS, 4, { kernelPx: 3 })),
  'a reflected border': pad('reflect', 2),
  'a replicated border': pad('replicate', 2),
  'nearest-neighbour enlargement': upsample,
  'a residual block': residual(conv(CHANNELS, CHANNELS, { kernelPx: 3, paddingPx: 1 })),
  'a skip connection, and ReLU on both of its halves': sequence(skip(k1(CHANNELS, 2)), relu),
  'two skip connections, one in the other': skip(sequence(relu, skip(k1(CHANNELS, 2)), relu, k1(5, 2))),
  'an attention gate': attentionSkip(named('body', k1(CHANNELS, 2)), gate),
};

function networkOf(title: string, root: Layer): Network {
  return { title, inChannels: CHANNELS, outChannels: 0, sizeMultiplePx: 1, root };
}

describe('an ONNX file', () => {
  let cpu: Backend;
  let onnx: Backend;
  let lane: Lane;
  before(async () => {
    cpu = await openBackend('cpu');
    onnx = await openOnnxBackend('cpu', { lanes: 1, threads: 1 });
    lane = startLane({ provider: 'cpu', threads: 1 });
  });
  after(async () => {
    await lane.close();
    await onnx.dispose();
    await cpu.dispose();
  });

  async function compare(network: Network, height: number, width: number): Promise<void> {
    const weights = weightsOf(network);
    const image = planes(network.inChannels, height, width);
    for (const normalisation of ['tile', 'running'] as const) {
      const options = { normalisation, precision: 'float32', tilePx: height } as const;
      const [interpreted, optimised] = await Promise.all([
        cpu.load(network, weights, options),
        onnx.load(network, weights, options),
      ]);
      const expected = await interpreted.run(image);
      assert.ok(Math.max(...expected.data.map(Math.abs)) > 0.01, 'something is computed');
      const exported = await runFile(lane, writeOnnx(network, weights, { normalisation }), image);
      for (const [what, actual] of [
        ['exported file', exported],
        ['backend', await optimised.run(image)],
      ] as const) {
        const difference = largestDifference(expected, actual);
        assert.ok(difference <= TOLERANCE, `${what}, ${normalisation}: differs by ${difference}`);
      }
      await interpreted.dispose();
      await optimised.dispose();
    }
  }

  for (const [what, root] of Object.entries(LAYERS))
    it(`computes ${what}, on sides that are odd, even and different`, async () => {
      await compare(networkOf(what, root), 9, 7);
      await compare(networkOf(what, root), 8, 13);
    });

  for (const [what, network] of Object.entries(NETWORKS))
    it(`computes ${what}`, () => {
      const multiple = network.sizeMultiplePx;
      const side = multiple * Math.ceil(20 / multiple);
      return compare(network, side, side + multiple);
    });

  it('has the same bytes for the same weights, in whatever order they come', () => {
    const network = NETWORKS['an attention U-Net']!;
    const weights = weightsOf(network);
    const write = (entries: typeof weights) => writeOnnx(network, entries, { normalisation: 'tile' });
    const file = write(weights);
    assert.deepEqual(write(weightsOf(network)), file);
    assert.deepEqual(write(new Map([...weights].reverse())), file);
    const [name, { shape, data }] = [...weights][0]!;
    const changed = new Map(weights).set(name, { shape, data: data.map((value) => value + 1) });
    assert.notDeepEqual(write(changed), file);
  });

  it('is refused for weights of another network', () => {
    const network = NETWORKS['a U-Net']!;
    assert.throws(() => writeOnnx(network, new Map(), { normalisation: 'tile' }), { code: 'model-invalid' });
  });
});
