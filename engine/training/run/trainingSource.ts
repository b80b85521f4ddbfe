// The samples of a training run: registered images in one of three layouts, or images that do not belong together.

import { measureData, type MeasuredData } from './measuredData.js';
import { randomFrom, type Random } from '../../random/random.js';
import { openDataset, type Sample } from '../../dataset/openDataset.js';
import { panelsOfModel, type Panel } from '../../dataset/panels.js';
import { trainingRow, type Row } from '../../dataset/trainingRow.js';
import { modelKind } from '../plan/modelKinds.js';
import type { TrainingPlan } from '../plan/trainingPlan.js';
import { listUnpaired, unpairedRow, unpairedSamples } from '../../dataset/unpaired.js';

export interface TrainingSource {
  /** Number of samples in an epoch. */
  readonly samples: number;
  /** Files of the samples, with the panels that they show; unregistered images have a list for each panel. */
  readonly training: readonly ListedFiles[];
  /** Files of val/. */
  readonly validation: ListedFiles;
  /** Links that are not followed, a sentence for each. */
  readonly leftOut: readonly string[];
  /** Reads a sample by its number; everything random about it is drawn from the run's generator. */
  readonly row: (index: number, random: Random) => Promise<Row>;
  /** Measures what the model needs to know of them. */
  measure(): Promise<MeasuredData>;
}

export interface ListedFiles {
  readonly samples: readonly Sample[];
  readonly panels: readonly Panel[];
}

/** The part of a plan that is about data. */
export interface SourcePlan extends Pick<TrainingPlan, 'data' | 'flip' | 'shuffle'> {
  readonly model: Pick<TrainingPlan['model'], 'kind' | 'inputs' | 'panels'>;
}

/** Lists the samples; no image is opened. @throws EngineError `usage` when there is nothing */
export async function trainingSource(data: string, plan: SourcePlan): Promise<TrainingSource> {
  const panels = panelsOfModel(plan.model);
  const { layout, maxSamples, validationRatio } = plan.data;
  const limited = <T>(list: readonly T[]) => (maxSamples > 0 ? list.slice(0, maxSamples) : list);
  const ofRow = { ...plan.data, flip: plan.flip, shuffle: plan.shuffle };
  if (!modelKind(plan.model.kind).isRegistered) {
    const listed = await listUnpaired(data, panels);
    const images = listed.images.map(limited);
    const row = (index: number, random: Random) => unpairedRow(images, panels, index, ofRow, random);
    return {
      samples: unpairedSamples(images),
      training: images.map((list, i) => ({ samples: list, panels: [panels[i]!] })),
      validation: { samples: [], panels },
      leftOut: listed.leftOut,
      row,
      measure: async () => {
        // No segmentation shows what is background.
        const { width, height } = await row(0, randomFrom(0));
        return { tilePx: Math.max(width, height) };
      },
    };
  }
  const { train, val, leftOut } = await openDataset(data, panels, layout, validationRatio);
  const samples = limited(train);
  return {
    samples: samples.length,
    training: [{ samples, panels }],
    validation: { samples: val, panels },
    leftOut,
    row: (index, random) => trainingRow(samples[index]!, panels, ofRow, random),
    measure: () => measureData(samples, panels, plan.data),
  };
}
