// ONNX files from elsewhere as models: what their manifest says is compared with what they declare and what comes out.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGraph, type GraphBuilder } from '../../../engine/backends/onnx/graph.js';
import { encodeModel } from '../../../engine/backends/onnx/wire.js';
import { validateManifest } from '../../../engine/checkpoints/manifest.js';
import { sha256Of, type ModelFolder } from '../../../engine/checkpoints/modelFolder.js';
import type { Wanted } from '../../../engine/deepliif/plan.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { openOnnxModel } from '../../../engine/providers/onnxModel.js';

const ALL: Wanted = { scope: 'all', intermediateMaps: false };
const TILE_PX = 16;
const SEGMENTATION = {
  output: 'out',
  meaning: 'logits',
  classes: ['background', 'positive', 'negative'],
};

/** Bright left half, dark right half. */
const tile: ReadonlyMap<string, Raster> = new Map([
  [
    'ihc',
    {
      ...{ width: TILE_PX, height: TILE_PX, channels: 3 },
      data: Uint8Array.from({ length: 3 * TILE_PX ** 2 }, (_, i) =>
        Math.floor(i / 3) % TILE_PX < TILE_PX / 2 ? 255 : 0,
      ),
    },
  ],
]);

/** Convolution 1 × 1 of the colours into one channel per row of weights. */
const mixed = (rows: readonly (readonly number[])[]) => (graph: GraphBuilder) => {
  const weights = graph.tensor('weights', [rows.length, 3, 1, 1], Float32Array.from(rows.flat()));
  graph.add('out', 'Conv', ['image', weights]);
};
const CLASSES = mixed([
  [0, 0, 0],
  [30, 30, 30],
  [-30, -30, -30],
]);

/** Products of large matrices that take minutes, from little memory and a small file. */
const ENDLESS = (graph: GraphBuilder) => {
  const mean = graph.add('mean', 'ReduceMean', ['image']);
  const matrix = graph.add('matrix', 'Expand', [mean, graph.integers([1, 1, 2048, 2048])]);
  let product = matrix;
  for (let i = 0; i < 500; i++) product = graph.add('product', 'MatMul', [product, matrix]);
  graph.add('out', 'Relu', [product]);
};

describe('an ONNX file as a model', () => {
  let dir: string;
  beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'deepliif-onnx-'))));
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function written(
    add: (graph: GraphBuilder) => void,
    onnx: object = {},
    dims: readonly (number | string)[] = [1, 3, 'height', 'width'],
  ): Promise<ModelFolder> {
    const graph = createGraph();
    add(graph);
    const file = encodeModel({
      ...{ name: 'test', doc: '', producerVersion: '1', opset: 17, otherOpsets: {}, metadata: {} },
      ...{ nodes: graph.nodes, tensors: graph.tensors },
      inputs: [{ name: 'image', dims }],
      outputs: [{ name: 'out', dims: [1, 'channels', 'h', 'w'] }],
    });
    await writeFile(join(dir, 'model.onnx'), file);
    const input = { layout: 'nchw', range: [-1, 1] };
    const manifest = validateManifest(
      {
        ...{ schemaVersion: 1, id: 'mine', title: 'Mine', kind: 'ONNX', inputs: ['ihc'], tilePx: TILE_PX },
        onnx: { file: 'model.onnx', sha256: sha256Of([file]), input, segmentation: SEGMENTATION, ...onnx },
      },
      'manifest.json',
    );
    return { dir, manifest };
  }

  it('becomes the segmentation map by its classes: red positive, blue negative', async () => {
    const model = await openOnnxModel(await written(CLASSES), ALL);
    const map = (await model.infer(tile, {})).get('Seg')!;
    await model.dispose();
    assert.deepEqual([...map.data.subarray(0, 3)], [255, 0, 0]);
    assert.deepEqual([...map.data.subarray(-3)], [0, 0, 255]);
  });

  it('may make modalities, with one channel or three', async () => {
    const modality = { modality: 'dapi', label: 'DAPI', output: 'out', range: [-1, 1] };
    const folder = await written(mixed([[1, 0, 0]]), { segmentation: undefined, modalities: [modality] });
    const model = await openOnnxModel(folder, ALL);
    const dapi = (await model.infer(tile, {})).get('dapi')!;
    await model.dispose();
    assert.deepEqual([...dapi.data.subarray(0, 3), ...dapi.data.subarray(-3)], [255, 255, 255, 0, 0, 0]);
  });

  it('is refused before the first tile if manifest and file disagree', async () => {
    const open = async (onnx: object, dims?: readonly (number | string)[]) =>
      openOnnxModel(await written(CLASSES, onnx, dims), ALL);
    await assert.rejects(open({ sha256: '0'.repeat(64) }), /does not match manifest\.json/);
    await assert.rejects(
      open({ segmentation: { ...SEGMENTATION, output: 'probs' } }),
      /has no output "probs".*Its outputs are "out"/,
    );
    await assert.rejects(
      open({ input: { name: 'x', layout: 'nchw', range: [0, 1] } }),
      /has the input "image", and manifest\.json names "x"/,
    );
    await assert.rejects(open({}, [1, 3, 32, 32]), /takes an image of 1 × 3 × 32 × 32.*1 × 3 × 16 × 16/);
  });

  it('is refused if an output has another shape, or NaN', async () => {
    const failing = async (add: (graph: GraphBuilder) => void, message: RegExp) => {
      const model = await openOnnxModel(await written(add), ALL);
      await assert.rejects(model.infer(tile, {}), message);
      await model.dispose();
    };
    await failing(mixed([[1, 1, 1]]), /output "out" is 1 × 1 × 16 × 16; expected 3 channels of 16 × 16/);
    await failing((graph) => {
      const half = graph.floats('half', -2);
      graph.add('out', 'Log', [graph.add('below', 'Add', ['image', half])]);
    }, /output "out" contains NaN or infinity/);
  });

  it('is stopped if it computes too long', async () => {
    const model = await openOnnxModel(await written(ENDLESS), ALL, { runTimeoutMs: 20 });
    await assert.rejects(model.infer(tile, {}), /it did not end within 0\.02 s and was stopped/);
    await model.dispose();
  });
});
