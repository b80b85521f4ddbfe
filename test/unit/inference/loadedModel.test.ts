// Loading a model: every network of the plan, in the precision that suits it.

import assert from 'node:assert/strict';
import type { Backend } from '../../../engine/backends/backend.js';
import { openModelFolder } from '../../../engine/analysis/openAnalyser.js';
import { plan } from '../../../engine/deepliif/plan.js';
import { loadModel } from '../../../engine/inference/loadedModel.js';
import { TOY_MODEL } from '../../toyModel.js';

describe('loading a model', () => {
  it('in int8 rounds the modalities only, and keeps the segmentation in float32', async () => {
    const folder = await openModelFolder(TOY_MODEL);
    const loads: string[] = [];
    const backend = {
      lanes: 1,
      load: (_network: unknown, _weights: unknown, { precision }: { precision: string }) => {
        loads.push(precision);
        return Promise.resolve({ dispose: () => Promise.resolve() });
      },
    } as unknown as Backend; // only what loading asks of it
    const steps = plan(folder.manifest, { scope: 'all', intermediateMaps: false });
    const model = await loadModel(folder, steps, backend, { precision: 'int8' });
    assert.deepEqual([...model.networks.keys()].slice(0, 5), [
      'hematoxylin',
      'dapi',
      'lap2',
      'marker',
      'Seg-ihc',
    ]);
    assert.deepEqual(loads, [
      ...['int8', 'int8', 'int8', 'int8'],
      ...['float32', 'float32', 'float32', 'float32', 'float32'],
    ]);
    await model.dispose();
  });

  it('loads it a second time, with trained statistics, for the first tile with almost nothing on it', async () => {
    const folder = await openModelFolder(TOY_MODEL);
    const loaded: string[] = [];
    let disposed = 0;
    const backend = {
      lanes: 1,
      load: (_network: unknown, _weights: unknown, { normalisation }: { normalisation: string }) => {
        loaded.push(normalisation);
        return Promise.resolve({ dispose: () => Promise.resolve(void disposed++) });
      },
    } as unknown as Backend; // only what loading asks of it
    const steps = plan(folder.manifest, { scope: 'all', intermediateMaps: false });
    const model = await loadModel(folder, steps, backend, { precision: 'float32' });
    assert.deepEqual(loaded, Array(9).fill('tile'));
    const sparse = await model.networksForSparseTiles!({});
    await model.networksForSparseTiles!({});
    assert.deepEqual(loaded.slice(9), Array(9).fill('running'));
    assert.deepEqual([...sparse.keys()], [...model.networks.keys()]);
    await model.dispose();
    assert.equal(disposed, 18);
  });

  it('is disposed of while its second set is loaded and cannot be', async () => {
    const folder = await openModelFolder(TOY_MODEL);
    const backend = {
      lanes: 1,
      load: (_network: unknown, _weights: unknown, { normalisation }: { normalisation: string }) =>
        normalisation === 'tile'
          ? Promise.resolve({ dispose: () => Promise.resolve() })
          : Promise.reject(new Error('No memory is left.')),
    } as unknown as Backend; // only what loading asks of it
    const steps = plan(folder.manifest, { scope: 'all', intermediateMaps: false });
    const model = await loadModel(folder, steps, backend, { precision: 'float32' });
    const asked = assert.rejects(model.networksForSparseTiles!({}), /No memory is left/);
    await model.dispose();
    await asked;
  });
});
