// A model on several backends: seconds for its test tile, and the largest difference of its images from those of the first one.

import { openModelFolder } from '../../out/engine/analysis/openAnalyser.js';
import { openBackend } from '../../out/engine/backends/openBackend.js';
import { plan } from '../../out/engine/deepliif/plan.js';
import { openImage } from '../../out/engine/images/decode.js';
import { readWhole } from '../../out/engine/images/memory.js';
import { inferTile } from '../../out/engine/inference/inferTile.js';
import { loadModel } from '../../out/engine/inference/loadedModel.js';
import { rasterToPlanes } from '../../out/engine/inference/normalise.js';
import { join } from 'node:path';

/** Runs of a tile; the fastest counts, since other programs make the others slower. */
const RUNS = 3;

/** Calls `report` with each backend as soon as it is measured. Differences are of values from −1 to 1. */
export async function measureBackends(model, ids, report) {
  const folder = await openModelFolder(model);
  const steps = plan(folder.manifest, { scope: 'all', intermediateMaps: true });
  const source = await openImage(join(folder.dir, folder.manifest.test.input), { colour: 'as-stored' });
  const input = rasterToPlanes(await readWhole(source).finally(() => source.close()));
  const inputs = new Map(folder.manifest.inputs.map((name) => [name, input]));
  let first;
  for (const id of ids) {
    const backend = await openBackend(id, {});
    const loaded = await loadModel(folder, steps, backend, { precision: 'float32' });
    let images = await inferTile(loaded, inputs);
    const seconds = [];
    for (let run = 0; run < RUNS; run++) {
      const startedMs = performance.now();
      images = await inferTile(loaded, inputs);
      seconds.push((performance.now() - startedMs) / 1000);
    }
    await loaded.dispose();
    await backend.dispose();
    first ??= images;
    report({ id, seconds: Math.min(...seconds), difference: largestDifference(first, images) });
  }
}

function largestDifference(first, second) {
  let largest = 0;
  for (const [name, { data }] of first) {
    const other = second.get(name).data;
    for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i] - other[i]));
  }
  return largest;
}
