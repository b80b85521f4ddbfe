// Checks that the tiles of a run fit its networks: a U-Net halves its input several times, so a tile's sides must be
// multiples of a number of pixels. Only headers of files are read.

import { sizeAfter } from '../../dataset/preprocess.js';
import { tileSize } from '../../dataset/readSample.js';
import { buildNetwork } from '../../networks/build.js';
import { EngineError } from '../../protocol/errors.js';
import { networksOf, type NetworkPlan } from '../plan/modelPlan.js';
import type { TileSize } from '../plan/stepCost.js';
import { NO_VALIDATION } from '../plan/validationPlan.js';
import type { RunDescription } from './storedRun.js';
import type { TrainingSource } from './trainingSource.js';

/**
 * @returns the size of the largest tile that the networks will see
 * @throws EngineError `usage` for a tile that does not fit, and as reading a sample throws for what headers tell
 */
export async function requireFittingTiles(
  { training, validation: held }: Pick<TrainingSource, 'training' | 'validation'>,
  { plan, validation = NO_VALIDATION }: Pick<RunDescription, 'plan' | 'validation'>,
): Promise<TileSize> {
  let largest: TileSize = { width: 0, height: 0 };
  const { network, multiple } = neediest(networksOf(plan.model));
  const validates = validation.everyEpochs > 0 || validation.sampleEveryEpochs > 0;
  for (const { samples, panels } of [...training, ...(validates ? [held] : [])])
    for (const sample of samples) {
      const before = await tileSize(sample, panels);
      const [width, height] = sizeAfter(before, plan.data, sample.name);
      if (width * height > largest.width * largest.height) largest = { width, height };
      if (width % multiple === 0 && height % multiple === 0) continue;
      const { preprocess } = plan.data;
      const isSame = width === before.width && height === before.height;
      const from = isSame ? '' : ` (${before.width} × ${before.height} px before --preprocess ${preprocess})`;
      const side = Math.max(multiple, Math.round(Math.max(width, height) / multiple) * multiple);
      throw new EngineError(
        'usage',
        `${sample.files[0]}: its tiles are ${width} × ${height} px${from}; network "${network.id}" ` +
          `(${network.architecture.name}) needs sides that are multiples of ${multiple} px. Resize the images, use ` +
          `--preprocess resize_and_crop --load-size ${side} --crop-size ${side}, or choose other networks.`,
      );
    }
  return largest;
}

/** The network with the largest multiple, which is a power of 2, as all multiples are. */
function neediest(networks: readonly NetworkPlan[]): {
  readonly network: NetworkPlan;
  readonly multiple: number;
} {
  return networks
    .map((network) => ({ network, multiple: buildNetwork(network.architecture).sizeMultiplePx }))
    .reduce((most, one) => (one.multiple > most.multiple ? one : most));
}
