// From the options of a training run, in a file or in words, to the run that they mean.

import { dirname, resolve } from 'node:path';
import { readFileBytes } from '../../files/fileBytes.js';
import { parseJsonObject } from '../../files/strictJson.js';
import { EngineError } from '../../protocol/errors.js';
import { deepLiifPlan } from '../plan/deepLiifPlan.js';
import type { NewRun } from './runTraining.js';
import { trainOptions, type TrainOptions } from '../plan/trainOptions.js';

const MAXIMUM_CONFIG_BYTES = 1024 * 1024;

/**
 * The options of a *.deepliif-train.json; relative paths in it are relative to the file.
 * @throws EngineError `usage`, naming file and option; `model-not-found` where there is no such file
 */
export async function readTrainConfig(file: string): Promise<TrainOptions> {
  return trainOptions(
    parseJsonObject(await readFileBytes(file, MAXIMUM_CONFIG_BYTES), file),
    file,
    dirname(file),
  );
}

/** @throws EngineError `usage` where the options do not say what is trained, or not where to */
export function newRun(options: TrainOptions): NewRun {
  const { data, out, name, keepLast, saveEverySteps, bestMetric } = options;
  const { vgg19, modelDirTeacher: teacher, initFrom } = options;
  const { validateEveryEpochs, sampleEveryEpochs, validationTiles } = options;
  if (data === undefined || out === undefined)
    throw new EngineError('usage', 'Say where the data are and where the run goes: --data DIR --out RUNS.');
  return {
    // A run is continued from wherever its user is by then.
    data: resolve(data),
    runs: resolve(out),
    name,
    plan: deepLiifPlan(options),
    ...(vgg19 === undefined ? {} : { vgg19: resolve(vgg19) }),
    ...(teacher === undefined ? {} : { teacher: resolve(teacher) }),
    ...(initFrom === undefined ? {} : { initFrom: resolve(initFrom) }),
    keeping: { keepLast, saveEverySteps, bestMetric },
    validation: { everyEpochs: validateEveryEpochs, sampleEveryEpochs, tiles: validationTiles },
  };
}
