// What answers each request of the protocol. What is heavy is loaded by the request that needs it, so that the
// engine says hello at once.

import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { analyserInUse } from './analysis/analyserInUse.js';
import { findInputImages } from './analysis/inputImages.js';
import { listModels } from './checkpoints/listModels.js';
import { ENGINE_VERSION } from './engineVersion.js';
import { packageRoot } from './packageRoot.js';
import { EngineError } from './protocol/errors.js';
import { PROTOCOL_VERSION, type EngineHandlers } from './protocol/requests.js';

const inUse = analyserInUse(async (folder, backend, control) => {
  control.report?.({ stage: 'choosing a backend', done: 0, total: 1 });
  const { openAnalyser } = await import('./analysis/openAnalyser.js');
  const options = { backend, precision: 'float32' } as const;
  return openAnalyser(folder, { scope: 'all', intermediateMaps: false }, options, control);
});

export const handlers: EngineHandlers = {
  'engine/handshake': () =>
    Promise.resolve({
      protocolVersion: PROTOCOL_VERSION,
      engineVersion: ENGINE_VERSION,
      nodeVersion: process.versions.node,
      device: device(),
    }),

  'backend/list': async ({ selfTest }, control) => {
    const { listBackends } = await import('./analysis/listBackends.js');
    return listBackends({ selfTest }, control);
  },

  'model/list': async () => {
    const { models, problems } = await listModels(join(packageRoot(), 'models'));
    const summaries = models.map(({ dir, manifest }) => ({
      id: manifest.id,
      title: manifest.title,
      folder: dir,
    }));
    return { models: summaries, problems };
  },

  'model/import': notYet,
  'picture/open': notYet,
  'picture/tile': notYet,
  'result/rescore': notYet,
  'result/correct': notYet,

  'result/export': async (params, control) => {
    const { exportResult } = await import('./exports/exportResult.js');
    return exportResult(params, control);
  },

  'image/find': async ({ paths }) => (await findInputImages(paths)).images,

  'image/analyse': async ({ image, into, name, model, backend }, control) => {
    const { DEFAULT_MODEL, openModelFolder } = await import('./analysis/openAnalyser.js');
    const { analyseImage } = await import('./analysis/analyseImage.js');
    const folder = await openModelFolder(model || DEFAULT_MODEL);
    return inUse.use(folder, backend === 'auto' ? undefined : backend, control, async (analyser) => {
      const settings = { tilePx: folder.manifest.tilePx, colour: 'managed', thresholds: {} } as const;
      const target = { out: into, name };
      const analysis = await analyseImage(image, analyser, settings, target, control);
      const { id, description } = analyser.backend;
      return {
        folder: analysis.folder,
        name,
        scoring: analysis.scoring,
        notices: analysis.notices,
        backend: { id, description, reason: analyser.reason },
      };
    });
  },
};

/** "AMD EPYC 7B13, 2 cores, 16 GB". */
function device(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${processor}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
}

function notYet(): Promise<never> {
  return Promise.reject(new EngineError('usage', 'The engine cannot do that yet.'));
}
