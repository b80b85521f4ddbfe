// A new run from its options, which come from a configuration file and from flags.

import { dirname, resolve } from 'node:path';
import { withoutComments } from '../../files/commentedJson.js';
import { readFileBytes, type FileKind } from '../../files/fileBytes.js';
import { parseJsonObject } from '../../files/strictJson.js';
import { EngineError } from '../../protocol/errors.js';
import { deepLiifPlan } from '../plan/deepLiifPlan.js';
import type { NewRun } from './runTraining.js';
import { keptValues } from '../../options/keptOptions.js';
import { givenTrainOptions, TRAIN_OPTIONS, type TrainOptions } from '../plan/trainOptions.js';

const MAXIMUM_CONFIG_BYTES = 1024 * 1024;
const CONFIG_FILE: FileKind = {
  expected: 'a configuration file (*.deepliif-train.json)',
  missing: 'usage',
  broken: 'usage',
};

/**
 * The options that a *.deepliif-train.json gives, without presets and defaults, so that flags can be laid over them.
 * Relative paths in it are relative to the file.
 * @throws EngineError `usage`, naming file and option, also if there is no such file
 */
export async function readTrainConfig(file: string): Promise<Readonly<Partial<TrainOptions>>> {
  return givenTrainOptions(
    parseJsonObject(
      withoutComments(await readFileBytes(file, MAXIMUM_CONFIG_BYTES, CONFIG_FILE)),
      file,
      CONFIG_FILE,
    ),
    file,
    dirname(file),
  );
}

/** @throws EngineError `usage` if the options lack the data folder or the folder of runs */
export function newRun(options: TrainOptions): NewRun {
  const { data, out, name, vgg19, modelDirTeacher: teacher, initFrom } = options;
  if (data === undefined || out === undefined)
    throw new EngineError('usage', 'Name the data folder and the folder of runs: --data DIR --out RUNS.');
  return {
    // Absolute, since a run may be resumed from another folder.
    data: resolve(data),
    runs: resolve(out),
    name,
    plan: deepLiifPlan(options),
    ...(vgg19 === undefined ? {} : { vgg19: resolve(vgg19) }),
    ...(teacher === undefined ? {} : { teacher: resolve(teacher) }),
    ...(initFrom === undefined ? {} : { initFrom: resolve(initFrom) }),
    keeping: keptValues(TRAIN_OPTIONS, 'keeping', options),
    validation: keptValues(TRAIN_OPTIONS, 'validation', options),
  };
}
