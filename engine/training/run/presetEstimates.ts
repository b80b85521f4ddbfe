// Cost of every offered preset on this machine for given data: memory, seconds per step, disk, and the reason if it
// cannot run here.

import { bytesText } from '../../protocol/bytesText.js';
import type { ImageNames, PresetEstimate, PresetEstimates } from '../../protocol/dataCheck.js';
import type { Control } from '../../protocol/progress.js';
import { memoryNeed } from '../plan/memoryNeed.js';
import { presetPlan } from '../plan/presetPlan.js';
import { OFFERED_PRESETS } from '../plan/presets.js';
import { stepCost, type TileSize } from '../plan/stepCost.js';
import { chooseTrainingBackend } from './openTrainingBackend.js';
import { stepSpeed } from './stepSpeed.js';

export interface DataToTrainOn {
  readonly images: ImageNames;
  /** Size of the tiles as they are stored. */
  readonly tile: TileSize;
  /** Number of training samples. */
  readonly samples: number;
}

/** Checkpoints on the disk at once: those that are kept, the best one, and one that is being written. */
const KEPT_CHECKPOINTS = 4;

/** @param wanted id of a training backend; undefined for the default of this machine */
export async function presetEstimates(
  { images, tile: stored, samples }: DataToTrainOn,
  wanted: string | undefined,
  control: Control = {},
): Promise<PresetEstimates> {
  const { chosen, machine } = await chooseTrainingBackend(wanted);
  const small = presetPlan(OFFERED_PRESETS[0]!, stored, images);
  const speed = await stepSpeed(small.plan, small.tile, wanted, control);
  const presets = OFFERED_PRESETS.map((preset): PresetEstimate => {
    const { plan, tile, options } = presetPlan(preset, stored, images);
    const cost = stepCost(plan, tile);
    const need = memoryNeed(cost, chosen, machine);
    const isMeasured = speed.isMeasured && preset === OFFERED_PRESETS[0];
    const used = plan.data.maxSamples > 0 ? Math.min(samples, plan.data.maxSamples) : samples;
    return {
      id: preset.id,
      title: preset.title,
      detail: preset.detail,
      options,
      tilePx: Math.max(tile.width, tile.height),
      memoryBytes: need.bytes,
      secondsPerStep: speed.secondsOf(cost.multiplyAdds),
      isMeasured,
      steps: plan.epochs * Math.ceil(used / plan.batchSize),
      diskBytes: KEPT_CHECKPOINTS * cost.checkpointBytes,
      ...(need.fits
        ? {}
        : {
            refusal: `needs about ${bytesText(need.bytes)} of memory, and ${need.limit.of} has ${bytesText(need.limit.bytes)}`,
          }),
    };
  });
  return { backend: speed.backend, presets };
}
