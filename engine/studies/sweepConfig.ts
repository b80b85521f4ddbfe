// A sweep from outside, a *.deepliif-sweep.json: options of training that are the same in all trials, the search space
// over others, objectives, sampler, pruner, and when the sweep ends. It is checked against the table of training
// options, so a space that no training takes is refused before the first trial.

import { dirname, resolve } from 'node:path';
import { withoutComments } from '../files/commentedJson.js';
import { readFileBytes, type FileKind } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import { givenValues, optionShape, optionShapes } from '../options/optionValues.js';
import type { OptionSpec } from '../options/optionKinds.js';
import { asError, EngineError } from '../protocol/errors.js';
import {
  dictionary,
  either,
  finite,
  list,
  matching,
  message,
  number,
  oneOf,
  text,
  truth,
  type Shape,
  type Shaped,
} from '../protocol/shape.js';
import type { Choice, Distribution } from '../sweep/distributions.js';
import type { Parameter, Parameters } from '../sweep/parameters.js';
import type { Direction } from '../sweep/trial.js';
import { TRAIN_OPTIONS } from '../training/plan/trainOptions.js';
import './builtInPruners.js';
import './builtInSamplers.js';
import { pruners } from './pruners.js';
import { samplers } from './samplers.js';
import { PRUNER_OPTIONS, SAMPLER_OPTIONS, SWEEP_OPTIONS } from './searchOptions.js';

const MOST_CONFIG_BYTES = 2 ** 20;
const CONFIG_FILE: FileKind = {
  expected: 'the configuration of a sweep (*.deepliif-sweep.json)',
  missing: 'usage',
  broken: 'usage',
};
const MOST_PARAMETERS = 100;
const MOST_CHOICES = 1000;

const choice: Shape<Choice> = either(either(text({ most: 1000 }), finite), truth);
const when = dictionary(list(choice, MOST_CHOICES), MOST_PARAMETERS);

const parameter = message(
  {},
  {
    low: finite,
    high: finite,
    step: number(1e-12, 1e12),
    log: truth,
    choices: list(choice, MOST_CHOICES),
    when,
  },
);

/** Rows of plug-ins may be missing where a sweep is only shown: `requireSearch` looks for them. */
const rowId = matching(/^[a-z][a-z0-9_-]{0,63}$/, 'an id of lower-case letters, digits, - and _');

const sweepShape = message(
  {
    name: matching(
      /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/,
      'a name for a folder of letters, digits, dots and hyphens',
    ),
    space: dictionary(parameter, MOST_PARAMETERS),
  },
  {
    $schema: text({ most: 1000 }),
    train: dictionary((value: unknown) => value, 1000),
    objectives: list(
      message({ metric: text({ least: 1, most: 300 }), direction: oneOf('minimize', 'maximize') }),
      4,
    ),
    sampler: message({ kind: rowId }, optionShapes(SAMPLER_OPTIONS)),
    pruner: message({ kind: rowId }, optionShapes(PRUNER_OPTIONS)),
    ...optionShapes(SWEEP_OPTIONS),
  },
);

export type SweepConfig = Omit<Shaped<typeof sweepShape>, 'objectives'> & {
  readonly objectives: readonly { readonly metric: string; readonly direction: Direction }[];
};

/** The paper tunes for the L1 distance of the segmentation. */
const DEFAULT_OBJECTIVES: SweepConfig['objectives'] = [
  { metric: 'val/segmentation/l1', direction: 'minimize' },
];

/**
 * Reads a *.deepliif-sweep.json, which may have comments.
 * @throws EngineError `usage`, naming file and field, also if there is no such file
 */
export async function readSweepConfig(file: string): Promise<SweepConfig> {
  const bytes = await readFileBytes(file, MOST_CONFIG_BYTES, CONFIG_FILE);
  return sweepConfig(parseJsonObject(withoutComments(bytes), file, CONFIG_FILE), file, dirname(file));
}

/** @throws EngineError `usage` for a sampler or a pruner that this process does not have */
export function requireSearch(
  { sampler, pruner }: Pick<SweepConfig, 'sampler' | 'pruner'>,
  where: string,
): void {
  for (const [field, table, kind] of [
    ['sampler', samplers, sampler?.kind],
    ['pruner', pruners, pruner?.kind],
  ] as const)
    try {
      if (kind !== undefined) table.named(kind);
    } catch (error) {
      throw new EngineError(
        'usage',
        `${where}: ${field}.kind: ${asError(error).message} If it belongs to a plug-in, use that plug-in.`,
      );
    }
}

/** @param folder at which relative paths start */
export function sweepConfig(given: unknown, where: string, folder: string): SweepConfig {
  const config = storedSweepConfig(given, where, folder);
  requireSearch(config, where);
  return config;
}

/** Configuration of a sweep that there is: its sampler may belong to a plug-in that this process does not use. */
export function storedSweepConfig(given: unknown, where: string, folder: string): SweepConfig {
  const config = sweepShape(given, where);
  const train = givenValues(TRAIN_OPTIONS, config.train ?? {}, `${where}: train`, folder);
  const both = Object.keys(config.space).find((key) => Object.hasOwn(train, key));
  if (both !== undefined)
    throw new EngineError(
      'usage',
      `${where}: ${both} is in "space" and in "train". Take it out of one of them.`,
    );
  parametersOf(config, where);
  return {
    ...config,
    train,
    objectives: config.objectives?.length ? config.objectives : DEFAULT_OBJECTIVES,
    ...(config.out === undefined ? {} : { out: resolve(folder, config.out) }),
  };
}

/** Parameters of the space in the order of the file. @throws EngineError `usage`, naming the parameter */
export function parametersOf({ space }: Pick<SweepConfig, 'space'>, where = 'sweep.json'): Parameters {
  const parameters = new Map<string, Parameter>();
  for (const [key, given] of Object.entries(space)) {
    const at = `${where}: space.${key}`;
    const spec = optionOf(key, `${where}: space`);
    const distribution = given.choices
      ? { kind: 'categorical' as const, choices: given.choices }
      : rangeOf(spec, given, at);
    for (const value of distribution.kind === 'categorical'
      ? distribution.choices
      : [distribution.low, distribution.high])
      optionShape(spec)(optionValue(spec, value), at);
    for (const other of Object.keys(given.when ?? {}))
      if (!parameters.has(other))
        throw new EngineError(
          'usage',
          `${at}: "when" names ${other}, which is no parameter before it. Move it up.`,
        );
    parameters.set(key, { distribution, when: given.when ?? {} });
  }
  if (parameters.size === 0)
    throw new EngineError(
      'usage',
      `${where}: the space is empty. Give at least one parameter a range or choices.`,
    );
  return parameters;
}

function rangeOf(
  spec: OptionSpec,
  { low, high, step, log = false }: Shaped<typeof parameter>,
  at: string,
): Distribution {
  if (spec.kind !== 'whole' && spec.kind !== 'number')
    throw new EngineError('usage', `${at}: this option has no range. Give it "choices".`);
  if (low === undefined || high === undefined || !(low < high))
    throw new EngineError('usage', `${at}: expected "low" and a larger "high", or "choices".`);
  if (log && low <= 0) throw new EngineError('usage', `${at}: a logarithmic range begins above 0.`);
  if (log && step !== undefined && spec.kind === 'number')
    throw new EngineError('usage', `${at}: a logarithmic range has no "step".`);
  if (spec.kind === 'number') return { kind: 'float', low, high, log, step: step ?? null };
  if (![low, high, step ?? 1].every(Number.isInteger))
    throw new EngineError('usage', `${at}: this option takes whole numbers.`);
  return { kind: 'int', low, high, log, step: log ? 1 : (step ?? 1) };
}

function optionOf(key: string, where: string): OptionSpec {
  const spec = (TRAIN_OPTIONS as Readonly<Record<string, OptionSpec>>)[key];
  if (spec && Object.hasOwn(TRAIN_OPTIONS, key)) return spec;
  throw new EngineError(
    'usage',
    `${where}: ${key} is no option of training. "deepliif train --help" lists them.`,
  );
}

/** The value that training takes: lists stand as text in a space, since a category is one word. */
export function optionValue(spec: OptionSpec, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (spec.kind === 'numbers') return value.split(',').map(Number);
  return spec.kind === 'words' ? value.split(',').filter((word) => word !== '') : value;
}

/** Options of one trial: those of all trials, and over them what the trial tries. */
export function optionsOfTrial(
  config: SweepConfig,
  params: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const tried = Object.entries(params).map(([key, value]) => [
    key,
    optionValue(optionOf(key, 'trial'), value),
  ]);
  return { ...config.train, ...(Object.fromEntries(tried) as object) };
}
