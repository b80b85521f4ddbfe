// Networks that stay as they are, by the words of --freeze: modalities, "segmentation", "discriminators".

import { EngineError } from '../../protocol/errors.js';
import { backImage, networksOf, SEGMENTATION, segmentationId, type TrainedModelPlan } from './modelPlan.js';

const DISCRIMINATORS = 'discriminators';

/**
 * @returns ids of networks @throws EngineError `usage` for a word that names no network, and if no generator would
 * learn
 */
export function frozenNetworks(words: readonly string[], plan: TrainedModelPlan): readonly string[] {
  const networks = networksOf(plan);
  const known = new Map<string, readonly string[]>([
    ...plan.translations.map(({ modality }) => [modality, [modality, backImage(modality)]] as const),
    [SEGMENTATION, plan.segmentations.map(segmentationId)],
    [DISCRIMINATORS, networks.filter(({ role }) => role === 'discriminator').map(({ id }) => id)],
  ]);
  const wrong = words.find((word) => !known.has(word));
  if (wrong !== undefined)
    throw new EngineError('usage', `--freeze ${wrong}: expected some of ${[...known.keys()].join(', ')}.`);
  const ids = words.flatMap((word) => known.get(word)!);
  const frozen = networks.flatMap(({ id }) => (ids.includes(id) ? [id] : []));
  if (networks.every(({ id, role }) => role === 'discriminator' || frozen.includes(id)))
    throw new EngineError('usage', '--freeze leaves no generator that learns.');
  return frozen;
}
