// Weights of another model to start from: a model folder, which has no discriminators, or the last checkpoint of a run.
// Networks that it lacks, or that have another architecture, start with random weights.

import { join } from 'node:path';
import { MANIFEST_FILE, readModelFolder, readNetworkWeights } from '../../checkpoints/modelFolder.js';
import type { NetworkEntry } from '../../deepliif/manifest.js';
import { exists } from '../../files/writeBeside.js';
import { buildNetwork } from '../../networks/build.js';
import { checkWeights, parametersOf } from '../../networks/parameters.js';
import type { StoredTensor, Weights } from '../../tensors/weights.js';
import { EngineError } from '../../protocol/errors.js';
import { CHECKPOINTS, checkpointsIn, readStored } from '../../reading/runCheckpoints.js';
import { readRunFile } from '../../reading/runFile.js';
import { networksOf, segmentationId, type TrainedModelPlan } from '../plan/modelPlan.js';
import { sameSources } from '../model/teacher.js';
import { trainedWeights } from '../step/trainingState.js';

export interface Transferred {
  /** Weights by network id; never empty. */
  readonly weights: ReadonlyMap<string, Weights>;
  /** Ids of networks that start with random weights. */
  readonly anew: readonly string[];
}

/**
 * @param from a model folder or a run folder
 * @throws EngineError `usage` when it is neither or nothing of it fits, `model-invalid` when its files are broken
 */
export async function transferredWeights(from: string, plan: TrainedModelPlan): Promise<Transferred> {
  const found = (await exists(join(from, MANIFEST_FILE)))
    ? await weightsOfModel(from, plan)
    : await weightsOfRun(from, plan);
  const weights = new Map<string, Weights>();
  const misfits: unknown[] = [];
  for (const { id, architecture } of networksOf(plan)) {
    const given = found.get(id);
    if (!given || given.size === 0) continue;
    const network = buildNetwork(architecture);
    const complete = withStatistics(given, network);
    try {
      checkWeights(network, complete, { normalisation: 'running' });
      weights.set(id, complete);
    } catch (error) {
      misfits.push(error);
    }
  }
  if (weights.size === 0)
    throw new EngineError(
      'usage',
      `No network of ${from} fits this model, so it gives no initial weights. Name its modalities (--modalities-names) and ` +
        'its networks (--net-g, --net-gs, --ngf, --norm, --padding, --no-dropout) as they were.',
      { cause: misfits[0] },
    );
  const anew = networksOf(plan).flatMap(({ id }) => (weights.has(id) ? [] : [id]));
  return { weights, anew };
}

async function weightsOfModel(dir: string, plan: TrainedModelPlan): Promise<Map<string, Weights>> {
  const { manifest } = await readModelFolder(dir);
  const entries = new Map<string, NetworkEntry>(
    manifest.translations.map((entry) => [entry.modality, entry]),
  );
  for (const part of plan.segmentations) {
    const entry = manifest.segmentations.find(({ from }) => sameSources(manifest, from, part));
    if (entry) entries.set(segmentationId(part), entry);
  }
  const wanted = new Set(networksOf(plan).map(({ id }) => id));
  const weights = new Map<string, Weights>();
  for (const [id, entry] of entries)
    if (wanted.has(id)) weights.set(id, await readNetworkWeights(dir, entry));
  return weights;
}

async function weightsOfRun(dir: string, plan: TrainedModelPlan): Promise<Map<string, Weights>> {
  await readRunFile(dir).catch((error: unknown) => {
    throw new EngineError(
      'usage',
      `${dir} is neither a model folder nor a run, so it gives no initial weights.`,
      {
        cause: error,
      },
    );
  });
  const last = (await checkpointsIn(dir)).at(-1);
  if (last === undefined) throw new EngineError('usage', `${dir} has no checkpoint yet to start from.`);
  return trainedWeights(await readStored(join(dir, CHECKPOINTS, last), 'networks'), plan);
}

/** Adds the running statistics that models for inference may lack; training changes them from any start. */
function withStatistics(weights: Weights, network: ReturnType<typeof buildNetwork>): Weights {
  const complete = new Map<string, StoredTensor>(weights);
  for (const { name, role, shape } of parametersOf(network)) {
    if (role === 'batchCount') complete.delete(name);
    if ((role === 'runningMean' || role === 'runningVariance') && !complete.has(name))
      complete.set(name, { shape, data: new Float32Array(shape[0]!).fill(role === 'runningMean' ? 0 : 1) });
  }
  return complete;
}
