// The options of a training run in one table: from it come the flags of `deepliif train`, the check of
// *.deepliif-train.json, its schema, the type TrainOptions, and the parts of the plan that hold options as they are.
// Keys are the reference's flags (docs/reference.md 9.1).

import { DATA_OPTIONS } from '../../dataset/dataOptions.js';
import type { OptionTable, OptionValues } from '../../options/optionKinds.js';
import { givenValues, optionValues } from '../../options/optionValues.js';
import { KEEPING_OPTIONS } from './keeping.js';
import { MODEL_KINDS } from './modelKinds.js';
import { IMAGE_OPTIONS, NETWORK_OPTIONS } from './networkOptions.js';
import { OBJECTIVE_OPTIONS } from './objectiveOptions.js';
import { OPTIMISATION_OPTIONS, SAMPLING_OPTIONS } from './optimisationOptions.js';
import { TRAINING_PRESETS, withPreset } from './presets.js';
import { TRAINING_BACKENDS } from './trainingBackends.js';
import { VALIDATION_OPTIONS } from './validationPlan.js';

interface Titled {
  readonly id: string;
  readonly title: string;
}

/** "DeepLIIF (modalities and a segmentation), …". */
const listed = (values: readonly Titled[]) => values.map(({ id, title }) => `${id} (${title})`).join(', ');

export const TRAIN_OPTIONS = {
  data: {
    kind: 'path',
    group: 'run',
    description:
      'data folder: one that has a folder "train" in it, that folder itself, or one with a folder of images for each panel',
  },
  out: { kind: 'path', group: 'run', description: 'folder that gets the run’s folder' },
  name: {
    kind: 'word',
    pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/,
    expected: 'a name for a folder of letters, digits, dots and hyphens',
    default: 'deepliif',
    group: 'run',
    description: 'name of the run, which ends the name of its folder',
  },
  preset: {
    kind: 'choice',
    choices: TRAINING_PRESETS.map(({ id }) => id),
    absent: 'the values of full-size',
    group: 'run',
    description: `values for several options at once, which explicit options overrule: ${listed(TRAINING_PRESETS)}`,
  },
  backend: {
    kind: 'choice',
    choices: TRAINING_BACKENDS.map(({ id }) => id),
    absent: 'native TensorFlow where it works, else wasm',
    group: 'run',
    description: `library that computes: ${listed(TRAINING_BACKENDS)}`,
  },
  seed: {
    kind: 'whole',
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    default: 0,
    group: 'run',
    keptIn: 'loop',
    description: 'seed of the random generator',
  },
  ...KEEPING_OPTIONS,
  ...VALIDATION_OPTIONS,

  ...IMAGE_OPTIONS,
  ...DATA_OPTIONS,
  ...SAMPLING_OPTIONS,

  model: {
    kind: 'choice',
    choices: MODEL_KINDS.map(({ id }) => id),
    default: 'DeepLIIF',
    group: 'networks',
    description: `kind of model: ${listed(MODEL_KINDS)}`,
  },
  ...NETWORK_OPTIONS,
  ...OBJECTIVE_OPTIONS,
  ...OPTIMISATION_OPTIONS,
} as const satisfies OptionTable;

export type TrainOptions = OptionValues<typeof TRAIN_OPTIONS>;

/**
 * Options of a training run from outside.
 * @param where names them in messages
 * @param folder at which relative paths start
 * @throws EngineError `usage`
 */
export function trainOptions(
  given: Readonly<Record<string, unknown>>,
  where: string,
  folder: string,
): TrainOptions {
  return optionValues(TRAIN_OPTIONS, withPreset(given), where, folder);
}

/**
 * The options that are given, checked, without presets and defaults; paths are absolute. Options of another source can
 * be laid over them.
 * @throws EngineError `usage`
 */
export function givenTrainOptions(
  given: Readonly<Record<string, unknown>>,
  where: string,
  folder: string,
): Readonly<Partial<TrainOptions>> {
  return givenValues(TRAIN_OPTIONS, given, where, folder);
}
