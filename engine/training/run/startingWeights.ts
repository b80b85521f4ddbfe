// The initial weights of a run: those of another model where the run starts from one, random ones for other networks.

import { buildNetwork } from '../../networks/build.js';
import { randomFrom } from '../../random/random.js';
import type { Weights } from '../../tensors/weights.js';
import { initialWeights } from '../model/initialise.js';
import { networksOf } from '../plan/modelPlan.js';
import type { RunDescription } from './storedRun.js';
import { transferredWeights } from './transfer.js';

/** @returns weights by network id @throws EngineError `usage` when nothing of the other model fits */
export async function startingWeights(
  { plan, initFrom }: Pick<RunDescription, 'plan' | 'initFrom'>,
  note: (line: string) => void,
): Promise<ReadonlyMap<string, Weights>> {
  const { model, seed, initialisation } = plan;
  const random = randomFrom(seed + 1);
  const drawn = networksOf(model).map(
    ({ id, architecture }) =>
      [id, initialWeights(buildNetwork(architecture), initialisation, random)] as const,
  );
  if (initFrom === undefined) return new Map(drawn);
  const { weights, anew } = await transferredWeights(initFrom, model);
  note(`Starts from ${initFrom}: ${[...weights.keys()].join(', ')}`);
  if (anew.length > 0) note(`Random weights: ${anew.join(', ')}`);
  return new Map([...drawn, ...weights]);
}
