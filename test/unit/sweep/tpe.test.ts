import assert from 'node:assert/strict';
import { externalValue } from '../../../engine/sweep/distributions.js';
import { suggestionsFor } from '../../../engine/sweep/sampler.js';
import { tpeSampler } from '../../../engine/sweep/tpe.js';
import type { Trial } from '../../../engine/sweep/trial.js';
import {
  recorded,
  relativeDifference,
  spaceOfSequence,
  trialOf,
  type RecordedSequence,
} from '../../parity/sweeps/optunaRecords.js';
import { sequences } from '../../parity/sweeps/sequences.js';
import { optunaFixtures } from './optunaFixtures.js';

describe('TPE with the seed of Optuna 5 suggests the same:', () => {
  for (const file of [
    ...['tpe_sequences.json', 'tpe_multiobjective_constrained.json', 'tpe_more_sequences.json'],
    'tpe_hyperband_sequences.json',
  ])
    it(file, async () => {
      for await (const check of sequences(optunaFixtures, file)) assert.ok(check.pass, JSON.stringify(check));
    });

  it('while other trials run, which count as bad ones', async () => {
    const all = await recorded<{ readonly sequences: readonly ParallelSequence[] }>(
      optunaFixtures,
      'tpe_parallel.json',
    );
    for (const sequence of all.sequences) replay(sequence);
  });
});

/** Trials that began before others had ended. */
interface ParallelSequence extends RecordedSequence {
  readonly events: readonly (
    | { readonly ask: number; readonly params: RecordedSequence['trials'][number]['params'] }
    | { readonly tell: number; readonly value: number }
  )[];
}

function replay(sequence: ParallelSequence): void {
  const space = spaceOfSequence(sequence);
  const sampler = tpeSampler(sequence.seed, sequence.sampler);
  const trials: Trial[] = [];
  for (const event of sequence.events) {
    if ('tell' in event) {
      trials[event.tell] = { ...trials[event.tell]!, state: 'complete', values: [event.value] };
      continue;
    }
    const study = { name: sequence.name, directions: ['minimize' as const], trials };
    const suggestions = suggestionsFor(sampler, study, event.ask);
    for (const [name, expected] of Object.entries(event.params)) {
      const distribution = space.get(name)!;
      const value = externalValue(distribution, suggestions.suggest(name, distribution));
      if (typeof expected === 'number') assert.ok(relativeDifference([value as number], [expected]) < 1e-9);
      else assert.equal(value, expected, `${sequence.name}, trial ${event.ask}, ${name}`);
    }
    trials.push(trialOf({ number: event.ask, state: 'RUNNING', params: event.params }, space));
  }
}
