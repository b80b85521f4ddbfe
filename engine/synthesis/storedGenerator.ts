// The part of run.json that says what a run's generators are, checked field by field; all other fields are left alone.

import type { GeneratorArchitecture } from '../networks/architecture.js';
import { list as listOf, oneOf, stored, text, truth, whole, type Shape } from '../protocol/shape.js';

const MOST_NETWORKS = 100;
const word = text({ least: 1, most: 100 });

/** Its name and numbers are looked at again when the network is built. */
export const generatorArchitecture: Shape<GeneratorArchitecture> = stored({
  name: word as Shape<GeneratorArchitecture['name']>,
  inChannels: whole(0),
  outChannels: whole(0),
  filters: whole(0),
  norm: oneOf('batch', 'instance', 'none', 'spectral'),
  dropout: truth,
  padding: oneOf('zero', 'reflect', 'replicate'),
  upsampling: oneOf('transposed-convolution', 'resize-convolution'),
});

const anything: Shape<unknown> = (value) => value;

const run = stored({
  plan: stored({
    model: stored({
      inputs: listOf(word, MOST_NETWORKS),
      translations: listOf(stored({ modality: word, generator: anything }), MOST_NETWORKS),
    }),
  }),
});

/** What the run's model reads and makes, each generator still unchecked. @throws EngineError `usage`, naming the field */
export function modelOfRun(description: unknown, where: string) {
  return run(description, where).plan.model;
}
