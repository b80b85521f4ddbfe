// Writes the ONNX file of the example plug-in extension/sample/plugins/onnx-model, and its checksum into the manifest. The
// network is classical: optical densities, a mean over 5 × 5 pixels, amounts of two stains, and three classes by a linear
// rule, as a network of two convolutions.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { createGraph } from '../out/engine/backends/onnx/graph.js';
import { encodeModel } from '../out/engine/backends/onnx/wire.js';
import { STAIN_WEIGHTS } from '../out/engine/measurements/stains.js';

/** Logits rise by this for each unit of density above the thresholds. */
const STEEPNESS = 60;
const HEMATOXYLIN_ABOVE = 0.15;
const DAB_ABOVE = 0.2;

const graph = createGraph();
const one = graph.floats('one_level', 1 / 255);
const light = graph.add('light', 'Add', ['image', one]);
const logarithm = graph.add('logarithm', 'Log', [light]);
const mean = graph.add('mean', 'AveragePool', [logarithm], { kernel_shape: [5, 5], pads: [2, 2, 2, 2] });
const perLog = (weights) => weights.map((weight) => -weight / Math.LN10);
const stains = graph.tensor(
  'stain_weights',
  [2, 3, 1, 1],
  Float32Array.from([...perLog(STAIN_WEIGHTS.hematoxylin), ...perLog(STAIN_WEIGHTS.dab)]),
);
const amounts = graph.add('amounts', 'Conv', [mean, stains]);
// background 0; positive by DAB, and twice as steep, so that brown wins over the hematoxylin below it; negative by hematoxylin
const rule = graph.tensor(
  'class_weights',
  [3, 2, 1, 1],
  Float32Array.from([0, 0, 0, 2 * STEEPNESS, STEEPNESS, 0]),
);
const offsets = graph.floats(
  'class_offsets',
  Float32Array.from([0, -2 * STEEPNESS * DAB_ABOVE, -STEEPNESS * HEMATOXYLIN_ABOVE]),
);
const logits = graph.add('class_logits', 'Conv', [amounts, rule, offsets]);
graph.add('classes', 'Identity', [logits]);

const file = encodeModel({
  name: 'classical',
  doc: 'Thresholds of hematoxylin and DAB as a network. An example, made without learning.',
  producerVersion: '1',
  opset: 17,
  otherOpsets: {},
  metadata: {},
  nodes: graph.nodes,
  tensors: graph.tensors,
  inputs: [{ name: 'image', dims: [1, 3, 'height', 'width'], doc: 'RGB, 0 … 1' }],
  outputs: [
    { name: 'classes', dims: [1, 3, 'height', 'width'], doc: 'Logits: background, positive, negative' },
  ],
});
const folder = join(import.meta.dirname, '../extension/sample/plugins/onnx-model/model');
writeFileSync(join(folder, 'model.onnx'), file);
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
manifest.onnx.sha256 = createHash('sha256').update(file).digest('hex');
const text = await format(JSON.stringify(manifest), { parser: 'json', printWidth: 110 });
writeFileSync(join(folder, 'manifest.json'), text);
