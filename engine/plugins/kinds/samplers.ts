// Samplers of plug-ins: they choose the parameters of a trial of a sweep.
//
// A module exports `samplers[id].suggest(input)`, with `input` a SamplerInput. It returns an object with a value for every parameter
// of the space: `{ lr: 0.0002, filters: 64 }`. A value that the space does not contain, and a parameter without a value, fail the
// trial. The sweep goes on with the next one.

import { samplers, type SamplerRow } from '../../studies/samplers.js';
import { internalValue, type SearchSpace } from '../../sweep/distributions.js';
import type { Sampler } from '../../sweep/sampler.js';
import { dictionary } from '../../protocol/shape.js';
import { checkedAnswer, nameOf, pluginFault, type ContributedCode } from './contributed.js';
import { allowedInWords, spaceData, studyData, type SpaceData, type StudyData } from './trialData.js';

const TIMEOUT_MS = 60_000;
const MOST_PARAMETERS = 1000;

export interface SamplerInput {
  readonly study: StudyData;
  readonly space: SpaceData;
  /** Number of the trial that begins. */
  readonly number: number;
  /** Seed of the random numbers of this worker. With `number` it gives each trial numbers of its own. */
  readonly seed: number;
}

const answerShape = dictionary((value: unknown) => value, MOST_PARAMETERS);

/** Adds a sampler of a plug-in to the table; returns a function that takes it out again. */
export function addSampler(from: ContributedCode<'samplers'>): () => void {
  return samplers.add(samplerRow(from));
}

function samplerRow(from: ContributedCode<'samplers'>): SamplerRow {
  const { id, title } = from.contribution;
  return {
    ...{ id, title, plugin: nameOf(from.plugin) },
    open: ({ seed }, space) => {
      const unasked = () => {
        throw new Error('A sampler of a plug-in is asked before its trial begins.');
      };
      return {
        together: unasked,
        alone: unasked,
        async forTrial(study, number): Promise<Sampler> {
          const input: SamplerInput = { study: studyData(study), space: spaceData(space), number, seed };
          const answer = await from.code.call('samplers', id, 'suggest', [input], { timeoutMs: TIMEOUT_MS });
          const values = checkedValues(from, space, answer);
          return {
            together: () => values,
            alone: (_study, _number, name) => {
              throw pluginFault('samplers', from, `gave no value for "${name}"`);
            },
          };
        },
      };
    },
  };
}

/** Internal values of the parameters that were given. */
function checkedValues(
  from: ContributedCode<'samplers'>,
  space: SearchSpace,
  answer: unknown,
): ReadonlyMap<string, number> {
  const given = checkedAnswer('samplers', from, 'suggest', answerShape, answer);
  const values = new Map<string, number>();
  for (const [name, value] of Object.entries(given)) {
    const distribution = space.get(name);
    if (!distribution)
      throw pluginFault('samplers', from, `gave a value for "${name}", which is not in the space`);
    const internal = internalValue(distribution, value);
    if (internal === undefined || (distribution.kind === 'int' && !Number.isInteger(internal)))
      throw pluginFault(
        'samplers',
        from,
        `gave ${typeof value === 'number' ? String(value) : JSON.stringify(value)} for "${name}"; ` +
          `expected ${allowedInWords(distribution)}`,
      );
    values.set(name, internal);
  }
  return values;
}
