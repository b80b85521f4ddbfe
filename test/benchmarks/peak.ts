// What this machine can compute at most, as a yardstick: a product of large matrices (a 1×1 convolution of 1024 to
// 1024 channels at 64 × 64 px) in onnxruntime, on all lanes at once. `node peak.js PRECISION` prints GFLOP/s.

import type { Precision } from '../../engine/backends/backend.js';
import { openOnnxBackend } from '../../engine/backends/onnx/openOnnxBackend.js';
import type { Network } from '../../engine/networks/layers.js';

const CHANNELS = 1024;
const SIDE_PX = 64;
/** In a row, so that loading and handing over cost little in comparison. */
const LAYERS = 8;
const GFLOP = (2 * CHANNELS * CHANNELS * SIDE_PX * SIDE_PX * LAYERS) / 1e9;

const precision = (process.argv[2] ?? 'float32') as Precision;
const backend = await openOnnxBackend('cpu');
const conv = {
  inChannels: CHANNELS,
  outChannels: CHANNELS,
  kernelPx: 1,
  stride: 1,
  paddingPx: 0,
  useBias: false,
  spectralNorm: false,
};
const network: Network = {
  title: 'a product of large matrices',
  inChannels: CHANNELS,
  outChannels: CHANNELS,
  sizeMultiplePx: 1,
  root: { kind: 'sequence', layers: Array.from({ length: LAYERS }, () => ({ kind: 'conv', conv })) },
};
const weights = new Map(
  Array.from({ length: LAYERS }, (_, layer) => [
    `${layer}.weight`,
    {
      shape: [CHANNELS, CHANNELS, 1, 1],
      data: Float32Array.from({ length: CHANNELS * CHANNELS }, (_value, i) => Math.sin(i + layer) / 32),
    },
  ]),
);
const image = {
  channels: CHANNELS,
  height: SIDE_PX,
  width: SIDE_PX,
  data: Float32Array.from({ length: CHANNELS * SIDE_PX * SIDE_PX }, (_value, i) => Math.cos(i)),
};
const options = { normalisation: 'tile', precision, tilePx: SIDE_PX, calibration: [image] } as const;
const loaded = await Promise.all(
  Array.from({ length: backend.lanes }, () => backend.load(network, weights, options)),
);
let best = 0;
for (let round = 0; round < 6; round++) {
  const started = performance.now();
  await Promise.all(loaded.map((one) => one.run(image)));
  best = Math.max(best, (GFLOP * loaded.length) / ((performance.now() - started) / 1000));
}
process.stdout.write(`${best.toFixed(0)}\n`);
process.exit(0);
