// Handlers of all requests of the protocol. Each loads large modules when it needs them, so that the engine says
// hello at once.

import { availableParallelism, cpus, totalmem } from 'node:os';
import { findInputImages } from '../analysis/inputImages.js';
import { exportResult, listExporters } from '../exports/exportResult.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { openPictures } from '../pictures/openPictures.js';
import { PROTOCOL_VERSION } from '../protocol/requests.js';
import { writeBatch } from '../records/batchRecord.js';
import { writeRunNotes } from '../records/runNotes.js';
import { analyse } from './analyse.js';
import { dataCheck, trainPresets } from './data.js';
import { evaluationCompare, evaluationPictures, evaluationReport } from './evaluations.js';
import { modelImport, modelList, runModel } from './models.js';
import { checked } from './params.js';
import { pluginList, pluginUse } from './plugins.js';
import { pictureScratchFolder } from './pictureScratch.js';
import { correct, rescore } from './results.js';
import { styleProject, styleRead } from './style.js';
import { runFork, runResume, runStart, runTell } from './runs.js';
import {
  sweepChange,
  sweepEnqueue,
  sweepPropose,
  sweepRetryTrial,
  sweepStart,
  sweepSteer,
  sweepStopTrial,
  sweepTrainingOf,
} from './sweeps.js';
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

  'plugin/use': pluginUse,
  'plugin/list': pluginList,

  'backend/list': async ({ selfTest, only }, control) => {
    const { listBackends } = await import('../analysis/listBackends.js');
    return listBackends({ selfTest, only, fullSize: true }, control);
  },

  'model/list': ({ folders }) => modelList(folders),
  'model/import': modelImport,

  'image/find': ({ paths, subFolders }, control) => findInputImages(paths, subFolders, control),
  'image/scales': async (params, control) => {
    const { imageScales } = await import('./imageScales.js');
    return imageScales(params, control);
  },
  'image/analyse': analyse,
  'batch/save': ({ file, batch }) => writeBatch(file, batch),

  'picture/open': ({ file }, control) => pictures.open(file, control),
  'picture/tile': ({ file, address }, control) => pictures.tile(file, address, control),

  'result/rescore': rescore,
  'result/correct': correct,
  'export/list': () => Promise.resolve(listExporters()),
  'result/export': exportResult,

  'evaluation/compare': evaluationCompare,
  'evaluation/pictures': evaluationPictures,
  'evaluation/report': evaluationReport,
  'style/read': styleRead,
  'style/project': styleProject,

  'data/check': dataCheck,
  'train/presets': trainPresets,
  'run/start': runStart,
  'run/resume': runResume,
  'run/fork': runFork,
  'run/model': runModel,
  'run/command': runTell,
  'run/annotate': ({ folder, ...notes }) => writeRunNotes(folder, notes),

  'sweep/start': sweepStart,
  'sweep/steer': sweepSteer,
  'sweep/stopTrial': sweepStopTrial,
  'sweep/retryTrial': sweepRetryTrial,
  'sweep/enqueue': sweepEnqueue,
  'sweep/change': sweepChange,
  'sweep/propose': sweepPropose,
  'sweep/trainingOf': sweepTrainingOf,
});

/** "AMD EPYC 7B13, 2 cores, 16 GB". */
function device(): string {
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${processor}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB`;
}
