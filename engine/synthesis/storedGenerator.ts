// Checked reading of the part of run.json that names a run's images and generators; all other fields are left alone, and
// each generator is unchecked until one is chosen.

import { list, stored, text, type Shape, type Shaped } from '../protocol/shape.js';

const MOST_NETWORKS = 100;
const word = text({ least: 1, most: 100 });
const anything: Shape<unknown> = (value) => value;

const model = stored({
  inputs: list(word, MOST_NETWORKS),
  translations: list(stored({ modality: word, generator: anything }), MOST_NETWORKS),
});
const run = stored({ plan: stored({ model }) });

/** Inputs and outputs of the run's model. @throws EngineError `usage`, naming the field */
export function modelOfRun(description: unknown, where: string): Shaped<typeof model> {
  return run(description, where).plan.model;
}
