// Check that a run finds the memory that it needs, before it has a folder: a run that dies minutes later costs more than
// one that is refused. The message names the largest preset that would run.

import { bytesText } from '../../protocol/bytesText.js';
import { EngineError } from '../../protocol/errors.js';
import { memoryNeed } from '../plan/memoryNeed.js';
import { imageOptionsOf, presetPlan } from '../plan/presetPlan.js';
import { OFFERED_PRESETS } from '../plan/presets.js';
import { stepCost, type StepCost, type TileSize } from '../plan/stepCost.js';
import { auxiliaryBytes } from './auxiliaryCost.js';
import { chooseTrainingBackend } from './openTrainingBackend.js';
import type { RunDescription } from './storedRun.js';

/**
 * @param tile size of the tiles that networks see
 * @param wanted id of a training backend; undefined for the default of this machine
 * @throws EngineError `out-of-memory`, naming what would run
 */
export async function requireMemory(
  run: Pick<RunDescription, 'plan' | 'vgg19' | 'teacher'>,
  tile: TileSize,
  wanted: string | undefined,
): Promise<void> {
  const { chosen, machine } = await chooseTrainingBackend(wanted);
  const { plan } = run;
  const needOf = async (asked: typeof run, its: TileSize) =>
    memoryNeed(withExtra(stepCost(asked.plan, its), await auxiliaryBytes(asked, its)), chosen, machine);
  const need = await needOf(run, tile);
  if (need.fits) return;
  const presets = await Promise.all(
    OFFERED_PRESETS.map(async (preset) => {
      const its = presetPlan(preset, tile, imageOptionsOf(plan.model));
      // The preset has other tiles and batches; the run's own terms decide which auxiliary networks it has.
      const asked = { ...run, plan: { ...its.plan, objective: plan.objective } };
      return { preset, need: await needOf(asked, its.tile) };
    }),
  );
  const smaller = presets.findLast((one) => one.need.fits && one.need.bytes < need.bytes);
  const advice = smaller
    ? `Choose --preset ${smaller.preset.id}, which needs about ${bytesText(smaller.need.bytes)}, without options that ` +
      'enlarge it'
    : 'Choose smaller tiles (--preprocess resize_and_crop --load-size 256 --crop-size 256) or fewer filters (--ngf, --ndf)';
  const other =
    chosen.id === 'wasm' ? ', or another backend: native TensorFlow uses all memory of the machine' : '';
  throw new EngineError(
    'out-of-memory',
    `This training needs about ${bytesText(need.bytes)} of memory, and ${need.limit.of} has ` +
      `${bytesText(need.limit.bytes)}. ${advice}${other}.`,
  );
}

/** Cost of a step with memory that is held besides. */
function withExtra(cost: StepCost, bytes: number): StepCost {
  return { ...cost, leastBytes: cost.leastBytes + bytes, mostBytes: cost.mostBytes + bytes };
}
