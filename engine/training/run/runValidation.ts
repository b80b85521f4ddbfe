// Validation as part of a run: which tiles, when, and the events and pictures that come of it.

import { openDataset, type Dataset, type Sample } from '../../dataset/openDataset.js';
import { panelsOfModel } from '../../dataset/panels.js';
import { PLAIN_DATA } from '../../dataset/dataPlan.js';
import { trainingRow } from '../../dataset/trainingRow.js';
import type { RunFolder } from '../../records/runFolder.js';
import { writeSamples, type SampleTile } from '../../records/samplesFolder.js';
import type { PatientWrites } from './patientWrites.js';
import { GENERATORS_TOTAL } from '../objective/lossTerms.js';
import { mapImage, outputsOf, type TrainedModelPlan } from '../plan/modelPlan.js';
import { seesPerceptually } from './auxiliaryNetworks.js';
import { randomFrom } from '../../random/random.js';
import type { RunDescription } from './storedRun.js';
import type { AuxiliaryNetworks, TrainingPlan } from '../step/train.js';
import type { TrainedModel } from '../model/trainedModel.js';
import type { Progress } from '../step/trainingState.js';
import { validate, type ValidationTile } from './validation.js';
import { dueAfter, NO_VALIDATION, type ValidationPlan } from '../plan/validationPlan.js';
import { metricNames } from './validationScores.js';

export interface RunValidation {
  /** What its events will name, for the run's `started`. */
  readonly metrics: readonly string[];
  readonly images: readonly string[];
  /** "2 tiles of val/", for people. */
  readonly note: string;
  /**
   * After the last step of an epoch, with the networks that look on while the run trains.
   * @returns what a schedule may go by, the generators' loss; undefined where it is not measured after every epoch
   */
  afterEpoch(
    model: TrainedModel,
    progress: Progress,
    auxiliaryNetworks: AuxiliaryNetworks,
  ): Promise<number | undefined>;
}

const NONE: Omit<RunValidation, 'note'> = {
  metrics: [],
  images: [],
  afterEpoch: () => Promise.resolve(undefined),
};

/** Of a run, whose events and pictures go to `folder` by `write`. @throws what listing the data throws */
export async function validationOf(
  run: RunDescription,
  folder: Pick<RunFolder, 'dir' | 'append'>,
  write: PatientWrites,
): Promise<RunValidation> {
  const { data, plan, validation = NO_VALIDATION } = run;
  if (validation.everyEpochs === 0 && validation.sampleEveryEpochs === 0)
    return { ...NONE, note: 'no validation' };
  if (plan.model.kind === 'CycleGAN')
    return { ...NONE, note: 'no validation: images of CycleGAN have no truth to compare with' };
  const { layout, maxSamples } = plan.data;
  const dataset = await openDataset(data, panelsOfModel(plan.model), layout);
  const train = maxSamples > 0 ? dataset.train.slice(0, maxSamples) : dataset.train;
  return runValidation(folder, write, { ...dataset, train }, run, validation);
}

const PLATEAU_METRIC = `val/${GENERATORS_TOTAL}`;

function runValidation(
  folder: Pick<RunFolder, 'dir' | 'append'>,
  write: PatientWrites,
  dataset: Pick<Dataset, 'train' | 'val' | 'panels'>,
  run: RunDescription,
  validation: ValidationPlan,
): RunValidation {
  const { plan } = run;
  const { samples, note } = tilesOf(dataset, validation);
  const names = fileNames(samples);
  const tiles = samples.map((sample, i) => tileOf(sample, names[i]!, i, dataset, plan));
  return {
    metrics:
      validation.everyEpochs === 0 ? [] : metricNames(plan.model, plan.objective, seesPerceptually(run)),
    images: validation.sampleEveryEpochs === 0 ? [] : imageNames(plan.model),
    note,
    afterEpoch: async (model, { epoch, step }, auxiliaryNetworks) => {
      const due = dueAfter(validation, epoch, plan.epochs);
      if (!due.metrics && !due.pictures) return undefined;
      const pictures: SampleTile[] = [];
      const looked = due.metrics ? tiles : tiles.slice(0, validation.tiles);
      const metrics = await validate(model, plan.objective, looked, auxiliaryNetworks, (tile, i) => {
        if (due.pictures && i < validation.tiles)
          pictures.push({ ...tile, generated: new Map([...tile.generated, ...tile.others]) });
        return Promise.resolve();
      });
      const time = () => new Date().toISOString();
      if (due.metrics)
        await write(() => folder.append({ type: 'validation', time: time(), step, epoch, metrics }));
      if (due.pictures) {
        const written = await write(() => writeSamples(folder.dir, step, pictures));
        await write(() => folder.append({ type: 'samples', time: time(), step, epoch, ...written }));
      }
      return validation.everyEpochs === 1 ? (metrics[PLATEAU_METRIC] ?? undefined) : undefined;
    },
  };
}

function tilesOf({ train, val }: Pick<Dataset, 'train' | 'val'>, { tiles }: ValidationPlan) {
  if (val.length > 0) return { samples: val, note: `validation on ${val.length} tile(s) of val/` };
  const samples = train.slice(0, tiles);
  return {
    samples,
    note: `there is no val/: validation on ${samples.length} training tile(s), which says nothing about others`,
  };
}

/** Read as training reads it, but not turned over and not varied; where a crop is drawn, it is the same every time. */
function tileOf(
  sample: Sample,
  name: string,
  index: number,
  { panels }: Pick<Dataset, 'panels'>,
  { data, seed }: TrainingPlan,
): ValidationTile {
  const fixed = { ...data, augmentation: PLAIN_DATA.augmentation, flip: false };
  return {
    name,
    read: () => trainingRow(sample, panels, fixed, randomFrom(seed + index)),
  };
}

/** Names of samples, which may have folders in them, as parts of names of files; no two are the same. */
function fileNames(samples: readonly Sample[]): string[] {
  const plain = samples.map(({ name }) => name.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 100));
  return plain.map((name, i) => (plain.indexOf(name) === i ? name : `${name}-${i + 1}`));
}

/** As pictures name them: input, modalities, segmentations and their parts. */
function imageNames(plan: TrainedModelPlan): string[] {
  const modalities = plan.translations.map(({ modality }) => modality);
  return [...new Set(['input', ...modalities, ...outputsOf(plan), ...plan.segmentations.map(mapImage)])];
}
