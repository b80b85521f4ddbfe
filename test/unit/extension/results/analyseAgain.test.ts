import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readListed } from '../../../../engine/reading/listResults.js';
import { analyseAgainParams } from '../../../../extension/results/analyseAgain.js';
import { writeResultFolder } from '../../reading/writtenResult.js';

describe('a result that is analysed again', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-again-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const listed = async (change: object = {}) => (await readListed(writeResultFolder(root, 'a', change)))!;
  const models = [{ id: 'mine', title: 'Mine', folder: '/models/mine', tilePx: 512 }];

  it('is analysed as it was', async () => {
    const result = await listed();
    assert.deepEqual(await analyseAgainParams(result, models), {
      image: join(root, 'image.png'),
      into: root,
      name: 'a',
      model: '/models/mine',
      backend: 'onnx',
      precision: 'int8',
      tilePx: 256,
      overlapPx: 16,
      mpp: 0.25,
      thresholds: { segThreshold: 150, sizeThreshold: 'auto' },
    });
    await assert.rejects(analyseAgainParams(result, []), { code: 'model-not-found' });
    rmSync(join(root, 'image.png'));
    await assert.rejects(analyseAgainParams(result, models), { code: 'image-unreadable' });
  });

  it('has its scale from the same source', async () => {
    const paramsWith = async (scale: object) => {
      const { tilePx, overlapPx, mpp, mppBasis } = await analyseAgainParams(await listed({ scale }), models);
      return [tilePx, overlapPx, mpp, mppBasis];
    };
    const tile = { basis: 'tilePx', modelMpp: 0.25 };
    assert.deepEqual(await paramsWith(tile), [256, 16, 0.25, undefined]);
    const folder = { basis: 'folder', mpp: 0.5, modelMpp: 0.25 };
    assert.deepEqual(await paramsWith(folder), [undefined, undefined, 0.5, 'folder']);
    for (const basis of ['file', 'assumed'])
      assert.deepEqual(await paramsWith({ basis, modelMpp: 0.25 }), Array(4).fill(undefined));
  });

  it('hands the recorded backend to the engine, which knows its backends, and drops an unknown precision', async () => {
    const backend = { id: 'quantum', description: 'Quantum', precision: 'float8' };
    const params = await analyseAgainParams(await listed({ backend }), models);
    assert.deepEqual([params.backend, params.precision], ['quantum', undefined]);
  });

  it('names a model of a plug-in by its id, and no backend if it was a program', async () => {
    const backend = { id: 'program', description: 'program node', precision: 'float32' };
    const brought = [{ ...models[0]!, plugin: 'Classical' }];
    const params = await analyseAgainParams(await listed({ backend }), brought);
    assert.deepEqual([params.model, params.backend], ['mine', 'auto']);
  });

  it('must have been made by a model', async () => {
    await assert.rejects(analyseAgainParams(await listed({ model: undefined }), []), { code: 'usage' });
  });
});
