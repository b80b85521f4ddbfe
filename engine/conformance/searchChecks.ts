// Checks of samplers and pruners: sweeps without trials, with many, and spaces of every kind of parameter.

import type { SpaceData, StudyData, TrialData } from '../plugins/kinds/trialData.js';
import { internalValue } from '../sweep/distributions.js';
import { functionChecks, inWords, type Input } from './functionChecks.js';
import { randomFrom } from './sampleCells.js';

const SPACE: SpaceData = {
  lr: { kind: 'float', low: 1e-5, high: 1e-2, log: true, step: null },
  dropout: { kind: 'float', low: 0, high: 0.5, log: false, step: null },
  weight: { kind: 'float', low: 0, high: 1, log: false, step: 0.25 },
  filters: { kind: 'int', low: 8, high: 64, log: false, step: 8 },
  norm: { kind: 'categorical', choices: ['batch', 'instance', null] },
};
const SINGLE: SpaceData = {
  epochs: { kind: 'int', low: 5, high: 5, log: false, step: 1 },
  norm: { kind: 'categorical', choices: ['batch'] },
};

/** Trials of a sweep; every fifth failed, every fifth was pruned. */
function sampleStudy(
  count: number,
  directions: StudyData['directions'] = ['minimize'],
  space = SPACE,
): StudyData {
  const random = randomFrom(11);
  const trials = Array.from({ length: count }, (_, number): TrialData => {
    const state = (['complete', 'complete', 'complete', 'failed', 'pruned'] as const)[number % 5]!;
    const value = random();
    const epochs = state === 'complete' ? 10 : 4;
    return {
      ...{ number, state, values: state === 'complete' ? directions.map(() => value) : null },
      parameters: Object.fromEntries(
        Object.entries(space).map(([name, one]) => [
          name,
          one.kind === 'categorical' ? one.choices[number % one.choices.length]! : one.low,
        ]),
      ),
      reports: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1, value: value + 1 / (i + 1) })),
    };
  });
  return { name: 'sample', directions, trials };
}

const GIVE =
  'Return an object with a value of the space for every name in input.space: within low and high, on the steps, or one of ' +
  'the choices.';

function samplerInput(
  name: string,
  title: string,
  study: StudyData,
  { space = SPACE, seed = 1, advice = GIVE }: { space?: SpaceData; seed?: number; advice?: string } = {},
): Input<'samplers'> {
  return {
    ...{ name, title, advice },
    args: () => [{ study, space, number: study.trials.length, seed }],
    faultOf: (value) => valuesFault(value, space),
  };
}

function valuesFault(value: unknown, space: SpaceData): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `gave ${inWords(value)} instead of an object with a value for each parameter`;
  const given = value as Readonly<Record<string, unknown>>;
  const extra = Object.keys(given).find((name) => !Object.hasOwn(space, name));
  if (extra !== undefined) return `gave a value for "${extra}", which is not in the space`;
  for (const [name, distribution] of Object.entries(space)) {
    if (!Object.hasOwn(given, name)) return `gave no value for "${name}"`;
    const internal = internalValue(distribution, given[name]);
    if (internal === undefined || (distribution.kind === 'int' && !Number.isInteger(internal)))
      return `gave ${JSON.stringify(given[name])} for "${name}", which the space does not contain`;
  }
  return undefined;
}

export const samplerChecks = functionChecks<'samplers'>({
  kind: 'samplers',
  method: 'suggest',
  mostMs: 10_000,
  inputs: [
    samplerInput('trials', 'Suggests values after 30 trials', sampleStudy(30)),
    samplerInput('first-trial', 'Suggests values for the first trial', sampleStudy(0), {
      advice: 'input.study.trials is empty at first: draw values by input.seed and input.number then.',
    }),
    samplerInput('only-failed', 'Suggests values if no trial is complete', {
      ...sampleStudy(1),
      trials: [{ ...sampleStudy(1).trials[0]!, state: 'failed', values: null, reports: [] }],
    }),
    samplerInput('maximise', 'Suggests values for an objective to maximise', sampleStudy(30, ['maximize'])),
    samplerInput(
      'two-objectives',
      'Suggests values for two objectives',
      sampleStudy(30, ['minimize', 'maximize']),
    ),
    samplerInput(
      'single-values',
      'Suggests the only value of a parameter',
      sampleStudy(10, undefined, SINGLE),
      {
        space: SINGLE,
      },
    ),
    samplerInput('another-seed', 'Suggests values for another seed', sampleStudy(30), {
      seed: 4_294_967_295,
    }),
    samplerInput('many-trials', 'Suggests values after 1,000 trials', sampleStudy(1000)),
  ],
});

function prunerInput(
  name: string,
  title: string,
  study: StudyData,
  trial: TrialData,
  advice = 'Return true or false.',
): Input<'pruners'> {
  const isAlone = study.trials.length === 0;
  return {
    ...{ name, title, advice },
    args: () => [{ study: { ...study, trials: [...study.trials, trial] }, trial }],
    faultOf: (value) => {
      if (typeof value !== 'boolean') return `gave ${inWords(value)} instead of true or false`;
      return isAlone && value ? 'ended a trial that there is nothing to compare with' : undefined;
    },
  };
}

function running(reports: readonly number[], number = 30): TrialData {
  return {
    ...{ number, state: 'running', values: null, parameters: { lr: 1e-4 } },
    reports: reports.map((value, i) => ({ epoch: i + 1, value })),
  };
}

export const prunerChecks = functionChecks<'pruners'>({
  kind: 'pruners',
  method: 'shouldPrune',
  mostMs: 5000,
  inputs: [
    prunerInput('trials', 'Decides after a report', sampleStudy(30), running([3, 2.5, 2.4])),
    prunerInput(
      'first-trial',
      'Lets the first trial of a sweep continue',
      sampleStudy(0),
      running([1, 0.9], 0),
      'Return false as long as there is nothing to compare with.',
    ),
    prunerInput('first-report', 'Decides after the first report', sampleStudy(30), running([3])),
    prunerInput(
      'maximise',
      'Decides for an objective to maximise',
      sampleStudy(30, ['maximize']),
      running([0.1]),
    ),
    prunerInput(
      'more-epochs',
      'Decides after more epochs than any trial before',
      sampleStudy(30),
      running(Array.from({ length: 40 }, (_, i) => 1 / (i + 1))),
    ),
    prunerInput('many-trials', 'Decides after 1,000 trials', sampleStudy(1000), running([0.5], 1000)),
  ],
});
