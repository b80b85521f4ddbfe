// Input of a benchmark of training steps, as files that our backends and PyTorch both read: weights drawn from a seed,
// one batch of noise tiles, and plan.json.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '../../engine/tensors/safetensors.js';
import { buildNetwork } from '../../engine/networks/build.js';
import { deepLiifPlan } from '../../engine/training/plan/deepLiifPlan.js';
import { initialWeights } from '../../engine/training/model/initialise.js';
import { lossNames } from '../../engine/training/objective/lossTerms.js';
import { networksOf } from '../../engine/training/plan/modelPlan.js';
import { randomFrom } from '../../engine/random/random.js';
import type { TrainingPlan } from '../../engine/training/plan/trainingPlan.js';
import { trainOptions } from '../../engine/training/plan/trainOptions.js';

export interface StepWork {
  readonly training: TrainingPlan;
  readonly sizePx: number;
  readonly batch: number;
  /** Losses of one step, without totals. */
  readonly lossNames: readonly string[];
}

/** Networks of the DeepLIIF under test; options as in `deepliif train`. */
export interface StepNetworks {
  readonly netG: readonly string[];
  readonly netGs: readonly string[];
  readonly ngf: number;
  readonly ndf: number;
}

export async function writeStepWork(
  folder: string,
  networks: StepNetworks,
  sizePx: number,
  batch: number,
): Promise<StepWork> {
  const options = { ...networks, padding: 'zero', dropout: false };
  const training = deepLiifPlan(trainOptions(options, 'npm run bench:step', folder));
  const { model, objective } = training;
  const random = randomFrom(1);
  for (const { id, architecture } of networksOf(model)) {
    const weights = initialWeights(buildNetwork(architecture), training.initialisation, random);
    await writeFile(join(folder, `${id}.safetensors`), Buffer.concat(encodeSafetensors(weights)));
  }
  const tiles = model.translations.length + 2;
  const noise = Float32Array.from(
    { length: tiles * batch * 3 * sizePx * sizePx },
    () => 2 * random.uniform() - 1,
  );
  await writeFile(join(folder, 'tiles.bin'), new Uint8Array(noise.buffer));
  const names = lossNames(model, objective, false).filter((name) => !name.startsWith('total/'));
  const work: StepWork = { training, sizePx, batch, lossNames: names };
  await writeFile(join(folder, 'plan.json'), JSON.stringify({ ...work, ...planForTorch(work) }));
  return work;
}

export async function readStepWork(folder: string): Promise<StepWork> {
  return JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')) as StepWork; // written above
}

function planForTorch({ training, lossNames: losses }: StepWork): object {
  const { model, generatorRate } = training;
  return {
    losses,
    rate: generatorRate,
    networks: networksOf(model),
    modalities: model.translations.map(({ modality }) => modality),
    segmentationWeights: Object.fromEntries(model.segmentations.map(({ name, weight }) => [name, weight])),
  };
}
