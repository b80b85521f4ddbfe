// Answers data/check and train/presets: what a person should know before training starts.

import type { Control } from '../protocol/progress.js';
import type { DataCheck, PresetEstimates } from '../protocol/dataCheck.js';
import type { CheckDataParams, PresetsParams } from '../protocol/requests.js';

/** Most samples that are examined: a hundred take about a minute. */
const MOST_EXAMINED = 100;
const MOST_PICTURES = 12;

export async function dataCheck({ folder }: CheckDataParams, control: Control): Promise<DataCheck> {
  const { checkFolder, imageNamesOf } = await import('../dataset/checkFolder.js');
  const { samplePictures } = await import('../dataset/samplePictures.js');
  const { dataset, report } = await checkFolder({ folder, most: MOST_EXAMINED }, control);
  const all = report.counts.train + report.counts.val;
  return {
    report,
    examined: Math.min(all, MOST_EXAMINED),
    images: imageNamesOf(dataset.panels),
    pictures: await samplePictures(dataset, report, MOST_PICTURES, control),
  };
}

export async function trainPresets(
  { images, tile, samples }: PresetsParams,
  control: Control,
): Promise<PresetEstimates> {
  const { presetEstimates } = await import('../training/run/presetEstimates.js');
  return presetEstimates({ images, tile, samples }, undefined, control);
}
