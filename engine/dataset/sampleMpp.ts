// Size of a pixel of the tiles that training sees, if the images say it: a model keeps it, and analyses choose their tiles
// by it.

import { describeImage } from '../images/decode.js';
import { isSameMagnification } from '../protocol/scale.js';
import type { Sample } from './openDataset.js';
import type { Panel } from './panels.js';
import { resizedSize, type PreprocessPlan } from './preprocess.js';
import { tileSize } from './readSample.js';

/** Coarsest size of a pixel that a model can keep (models/schema.json); tiles resized beyond it show no cells. */
const COARSEST_MODEL_MPP = 100;

/** Number of samples that are asked; those of a training come from one scanner. */
const ASKED_SAMPLES = 10;

/**
 * Micrometres per pixel of the first sample that says them, after the resizing of `plan`. Undefined if none of the first
 * ten says them, or if one has another magnification. Throws as `tileSize`.
 */
export async function sampleMpp(
  samples: readonly Sample[],
  panels: readonly Panel[],
  plan: PreprocessPlan,
): Promise<number | undefined> {
  const found: number[] = [];
  for (const sample of samples.slice(0, ASKED_SAMPLES)) {
    const { mpp } = await describeImage(sample.files[0]!, { colour: 'as-stored' });
    if (mpp === undefined) continue;
    const size = await tileSize(sample, panels);
    const [width] = resizedSize(size, plan);
    found.push((mpp * size.width) / width);
  }
  const [first] = found;
  if (first === undefined || !found.every((one) => isSameMagnification(one, first))) return undefined;
  return first > COARSEST_MODEL_MPP ? undefined : Number(first.toPrecision(6));
}
