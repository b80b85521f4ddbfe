// The schema of *.deepliif-sweep.json as a file, extension/schemas/deepliif-sweep.schema.json; `npm run schema` writes
// it, from the tables that the program reads such a file with.

import { optionProperties, optionSchema } from '../options/optionSchema.js';
import type { OptionSpec, OptionTable } from '../options/optionKinds.js';
import { TRAIN_OPTIONS } from '../training/plan/trainOptions.js';
import './sweepConfig.js'; // loads the rows of both tables
import { pruners } from './pruners.js';
import { samplers } from './samplers.js';
import { PRUNER_OPTIONS, SAMPLER_OPTIONS, SWEEP_OPTIONS } from './searchOptions.js';

export const SWEEP_SCHEMA_FILE = 'extension/schemas/deepliif-sweep.schema.json';

const truth = (description: string) => ({ type: 'boolean', description });
const numeric = (description: string) => ({ type: 'number', description });

export function sweepSchemaText(): string {
  const table: OptionTable = TRAIN_OPTIONS;
  const train = optionSchema(table, { title: 'Training', description: 'Options of training.' });
  const properties = {
    $schema: { type: 'string', description: 'Path or address of this schema, for editors.' },
    name: {
      type: 'string',
      pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$',
      description: 'Name of the study and its folder.',
    },
    train: {
      ...{ type: 'object', additionalProperties: false, properties: train.properties },
      description: 'Options that are the same in all trials.',
    },
    space: {
      ...{ type: 'object', additionalProperties: false, minProperties: 1 },
      description: 'Options to search over, each with a range or choices.',
      properties: Object.fromEntries(Object.entries(table).map(([key, spec]) => [key, parameterPart(spec)])),
    },
    objectives: {
      ...{ type: 'array', maxItems: 4 },
      description:
        'Metrics of validation to optimise. Default: the L1 distance of the segmentation, to be minimised.',
      items: {
        ...{ type: 'object', additionalProperties: false, required: ['metric', 'direction'] },
        properties: {
          metric: { type: 'string', description: 'Name of a metric: "val/segmentation/dice".' },
          direction: { enum: ['minimize', 'maximize'] },
        },
      },
    },
    sampler: kindPart(samplers.rows(), 'Default: tpe.', SAMPLER_OPTIONS),
    pruner: kindPart(pruners.rows(), 'Default: median. Steps are epochs.', PRUNER_OPTIONS),
    ...optionProperties(SWEEP_OPTIONS),
  };
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'DeepLIIF sweep',
    description: 'Search for the best options of training, as "deepliif sweep start FILE" takes it.',
    ...{ type: 'object', additionalProperties: false, required: ['name', 'space'], properties },
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function kindPart(
  rows: readonly { readonly id: string; readonly title: string }[],
  about: string,
  options: OptionTable,
): object {
  const builtIn = {
    enum: rows.map(({ id }) => id),
    enumDescriptions: rows.map(({ title }) => title),
  };
  const ofPlugin = {
    type: 'string',
    pattern: '^[a-z][a-z0-9_-]{0,63}$',
    description: 'Id of a plug-in’s own.',
  };
  const kind = { anyOf: [builtIn, ofPlugin] };
  return {
    ...{ type: 'object', additionalProperties: false, required: ['kind'], description: about },
    properties: { kind, ...optionProperties(options) },
  };
}

function parameterPart(spec: OptionSpec): object {
  const sentence = `${spec.description[0]!.toUpperCase()}${spec.description.slice(1)}.`;
  const isRange = spec.kind === 'whole' || spec.kind === 'number';
  const choices = {
    ...{ type: 'array', minItems: 1, description: 'Values to choose from; a list is one text: "0.5,0.5".' },
    ...(spec.kind === 'choice' ? { items: { enum: spec.choices } } : {}),
  };
  const when = {
    type: 'object',
    description: 'The option is in a trial only where others, named before it, have one of these values.',
    additionalProperties: { type: 'array' },
  };
  const range = {
    low: numeric('Smallest value.'),
    high: numeric('Largest value.'),
    step: numeric('Distance of the values.'),
    log: truth('The logarithm is searched evenly.'),
  };
  return {
    ...{ type: 'object', additionalProperties: false, description: sentence },
    properties: { ...(isRange ? range : {}), choices, when },
  };
}
