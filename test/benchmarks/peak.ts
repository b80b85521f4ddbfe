// Peak of this machine, as a yardstick: large convolutions only, in onnxruntime, on all lanes of our backend at once.
// `node peak.js PRECISION` prints GFLOP/s, the best of two shapes and several rounds.

import type { Precision } from '../../engine/backends/backend.js';
import { convAttributes } from '../../engine/backends/onnx/convolutions.js';
import { createGraph, type GraphBuilder, type Value } from '../../engine/backends/onnx/graph.js';
import { startLane } from '../../engine/backends/onnx/lane.js';
import { divideCores } from '../../engine/backends/onnx/openOnnxBackend.js';
import { evenMargins } from '../../engine/backends/onnx/step.js';
import { encodeModel } from '../../engine/backends/onnx/wire.js';

interface Shape {
  readonly channels: number;
  readonly sidePx: number;
  readonly kernelPx: number;
}

/** A product of large matrices, and the convolution of a ResNet's blocks. */
const SHAPES: readonly Shape[] = [
  { channels: 1024, sidePx: 64, kernelPx: 1 },
  { channels: 256, sidePx: 128, kernelPx: 3 },
];

/** Layers in a row, so that copying images in and out costs little in comparison. */
const LAYERS = 8;
const ROUNDS = 6;

const precision = (process.argv[2] ?? 'float32') as Precision;
const speeds: number[] = [];
for (const shape of SHAPES) speeds.push(await speedOf(shape));
process.stdout.write(`${Math.max(...speeds).toFixed(0)}\n`);

async function speedOf(shape: Shape): Promise<number> {
  const { channels, sidePx, kernelPx } = shape;
  const { lanes: count, threads } = divideCores();
  const lanes = Array.from({ length: count }, () => startLane({ provider: 'cpu', threads }));
  const sessions: number[] = [];
  for (const lane of lanes) sessions.push(await lane.load(fileOf(shape)));
  const flop = 2 * channels ** 2 * kernelPx ** 2 * sidePx ** 2 * LAYERS * count;
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const images = lanes.map(() => ({
      dims: [1, channels, sidePx, sidePx],
      data: Float32Array.from({ length: channels * sidePx ** 2 }, (_, i) => Math.cos(i)),
    }));
    const started = performance.now();
    await Promise.all(lanes.map((lane, i) => lane.run(sessions[i]!, images[i]!)));
    best = Math.max(best, flop / 1e6 / (performance.now() - started));
  }
  await Promise.all(lanes.map((lane) => lane.close()));
  return best;
}

/** Eight convolutions, with only one channel as output. */
function fileOf({ channels, sidePx, kernelPx }: Shape): Uint8Array<ArrayBuffer> {
  const graph = createGraph();
  const attributes = convAttributes([kernelPx, kernelPx], 1, evenMargins((kernelPx - 1) / 2));
  const add = precision === 'int8' ? addInt8 : addFloat32;
  const last = add(graph, channels, kernelPx, attributes);
  graph.add('first_channel', 'Slice', [last, graph.integers([0]), graph.integers([1]), graph.integers([1])]);
  return encodeModel({
    name: 'peak',
    doc: 'Large convolutions.',
    producerVersion: '1',
    opset: 17,
    otherOpsets: {},
    metadata: {},
    nodes: graph.nodes,
    tensors: graph.tensors,
    inputs: [{ name: 'image', dims: [1, channels, sidePx, sidePx] }],
    outputs: [{ name: 'first_channel', dims: [1, 1, sidePx, sidePx] }],
  });
}

type Attributes = ReturnType<typeof convAttributes>;

function addFloat32(graph: GraphBuilder, channels: number, kernelPx: number, attributes: Attributes): Value {
  let value = 'image';
  const size = channels ** 2 * kernelPx ** 2;
  for (let layer = 0; layer < LAYERS; layer++) {
    const weight = Float32Array.from({ length: size }, (_, i) => Math.sin(i + layer) / channels);
    const dims = [channels, channels, kernelPx, kernelPx];
    value = graph.add('conv', 'Conv', [value, graph.tensor('weight', dims, weight)], attributes);
  }
  return value;
}

function addInt8(graph: GraphBuilder, channels: number, kernelPx: number, attributes: Attributes): Value {
  const scale = graph.floats('scale', 1 / 127);
  const zero = graph.tensor('zero', [], Uint8Array.of(128));
  const weightScale = graph.floats('weight_scale', new Float32Array(channels).fill(1 / channels));
  const weightZero = graph.tensor('weight_zero', [channels], new Int8Array(channels));
  let value = graph.add('codes', 'QuantizeLinear', ['image', scale, zero]);
  const size = channels ** 2 * kernelPx ** 2;
  for (let layer = 0; layer < LAYERS; layer++) {
    const codes = Int8Array.from({ length: size }, (_, i) => Math.round(63 * Math.sin(i + layer)));
    const weight = graph.tensor('weight', [channels, channels, kernelPx, kernelPx], codes);
    const inputs = [value, scale, zero, weight, weightScale, weightZero, scale, zero];
    value = graph.add('conv', 'QLinearConv', inputs, attributes);
  }
  return graph.add('decoded', 'DequantizeLinear', [value, scale, zero]);
}
