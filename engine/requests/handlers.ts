// Handlers of all requests of the protocol. Each loads large modules when it needs them, so that the engine says
// hello at once.

import { availableParallelism, cpus, totalmem } from 'node:os';
import { findInputImages } from '../analysis/inputImages.js';
import { exportResult, listExporters } from '../exports/exportResult.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { openPictures } from '../pictures/openPictures.js';
import { PROTOCOL_VERSION } from '../protocol/requests.js';
import { writeRunNotes } from '../records/runNotes.js';
import { analyse } from './analyse.js';
import { modelImport, modelList } from './models.js';
import { checked } from './params.js';
import { pictureScratchFolder } from './pictureScratch.js';
import { correct, rescore } from './results.js';
import { runFork, runResume, runStart, runTell } from './runs.js';
import type { EngineHandlers } from './engineHandlers.js';

const pictures = openPictures({ scratchDir: pictureScratchFolder });

export const handlers: EngineHandlers = checked({
  'engine/handshake': () =>
    Promise.resolve({
      protocolVersion: PROTOCOL_VERSION,
      engineVersion: ENGINE_VERSION,
      nodeVersion: process.versions.node,
      device: device(),
    }),

  'backend/list': async ({ selfTest }, control) => {
    const { listBackends } = await import('../analysis/listBackends.js');
    return listBackends({ selfTest }, control);
  },

  'model/list': ({ folders }) => modelList(folders),
  'model/import': modelImport,

  'image/find': async ({ paths }) => (await findInputImages(paths)).images,
  'image/analyse': analyse,

  'picture/open': ({ file }, control) => pictures.open(file, control),
  'picture/tile': ({ file, address }, control) => pictures.tile(file, address, control),

  'result/rescore': rescore,
  'result/correct': correct,
  'export/list': () => Promise.resolve(listExporters()),
  'result/export': exportResult,

  'run/start': runStart,
  'run/resume': runResume,
  'run/fork': runFork,
  'run/command': runTell,
  'run/annotate': ({ folder, ...notes }) => writeRunNotes(folder, notes),
});

/** "AMD EPYC 7B13, 2 cores, 16 GB". */
function device(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${processor}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
}
