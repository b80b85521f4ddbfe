// Validation as part of a run: choice of its tiles, its times, its events and pictures.

import { openDataset, type Dataset, type Sample } from '../../dataset/openDataset.js';
import { panelsOfModel } from '../../dataset/panels.js';
import { PLAIN_DATA } from '../../dataset/dataPlan.js';
import { trainingRow } from '../../dataset/trainingRow.js';
import { writeSamples, type SampleTile } from '../../records/samplesFolder.js';
import { GENERATORS_TOTAL } from '../objective/lossTerms.js';
import { modelKind } from '../plan/modelKinds.js';
import { mapImage, outputsOf, type TrainedModelPlan } from '../plan/modelPlan.js';
import { seesPerceptually } from './auxiliaryNetworks.js';
import { randomFrom } from '../../random/random.js';
import type { RunDescription } from './storedRun.js';
import type { TrainingPlan } from '../plan/trainingPlan.js';
import type { AuxiliaryNetworks } from '../step/trainingStep.js';
import type { RunStream } from './runStream.js';
import type { TrainedModel } from '../model/trainedModel.js';
import type { Progress } from '../step/progress.js';
import { validate, type ValidationTile } from './validation.js';
import { dueAfter, NO_VALIDATION, type ValidationPlan } from '../plan/validationPlan.js';
import { metricNames } from './validationScores.js';

export interface RunValidation {
  /** Names that its events will use, for the run's `started`. */
  readonly metrics: readonly string[];
  readonly images: readonly string[];
  /** "2 tiles of val/", for people. */
  readonly note: string;
  /** Writes the first sample pictures, so that they can be seen long before the first epoch ends. */
  afterFirstStep(
    model: TrainedModel,
    progress: Progress,
    auxiliaryNetworks: AuxiliaryNetworks,
  ): Promise<void>;
  /** True if the model will be examined after this epoch. */
  isDue(progress: Progress): boolean;
  /**
   * Validates the model after the last step of an epoch, if validation is due.
   * @returns the generators' loss, by which a schedule may go; undefined if it is not measured after every epoch
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
  afterFirstStep: () => Promise.resolve(),
  isDue: () => false,
  afterEpoch: () => Promise.resolve(undefined),
};

/** The validation of a run. @param stream takes its events and pictures @throws EngineError `usage` for invalid data */
export async function validationOf(
  run: RunDescription,
  stream: Pick<RunStream, 'dir' | 'emit' | 'patiently'>,
): Promise<RunValidation> {
  const { data, plan, validation = NO_VALIDATION } = run;
  if (validation.everyEpochs === 0 && validation.sampleEveryEpochs === 0)
    return { ...NONE, note: 'no validation' };
  if (!modelKind(plan.model.kind).isRegistered)
    return { ...NONE, note: `no validation: images of ${plan.model.kind} have no truth to compare with` };
  const { layout, maxSamples, validationRatio } = plan.data;
  const dataset = await openDataset(data, panelsOfModel(plan.model), layout, validationRatio);
  const train = maxSamples > 0 ? dataset.train.slice(0, maxSamples) : dataset.train;
  return runValidation(stream, { ...dataset, train }, run, validation);
}

const PLATEAU_METRIC = `val/${GENERATORS_TOTAL}`;

function runValidation(
  stream: Pick<RunStream, 'dir' | 'emit' | 'patiently'>,
  dataset: Pick<Dataset, 'train' | 'val' | 'panels'>,
  run: RunDescription,
  validation: ValidationPlan,
): RunValidation {
  const { plan } = run;
  const { samples, note } = tilesOf(dataset, validation, plan.data.validationRatio);
  const names = fileNames(samples);
  const tiles = samples.map((sample, i) => tileOf(sample, names[i]!, i, dataset, plan));
  const time = () => new Date().toISOString();
  /** Validates these tiles, and keeps the pictures of the first ones. */
  const examined = async (
    model: TrainedModel,
    which: readonly ValidationTile[],
    auxiliaryNetworks: AuxiliaryNetworks,
  ) => {
    const pictures: SampleTile[] = [];
    const metrics = await validate(model, plan.objective, which, auxiliaryNetworks, (tile, i) => {
      if (i < validation.tiles)
        pictures.push({ ...tile, generated: new Map([...tile.generated, ...tile.others]) });
      return Promise.resolve();
    });
    return { metrics, pictures };
  };
  const writePictures = async ({ step, epoch }: Progress, pictures: readonly SampleTile[]) => {
    const written = await stream.patiently(() => writeSamples(stream.dir, step, pictures));
    await stream.emit({ type: 'samples', time: time(), step, epoch, ...written });
  };
  const dueAt = ({ epoch }: Progress) => dueAfter(validation, epoch, plan.epochs);
  return {
    metrics:
      validation.everyEpochs === 0 ? [] : metricNames(plan.model, plan.objective, seesPerceptually(run)),
    images: validation.sampleEveryEpochs === 0 ? [] : imageNames(plan.model),
    note,
    afterFirstStep: async (model, progress, auxiliaryNetworks) => {
      const endsEpoch = progress.done === progress.order.length;
      if (validation.sampleEveryEpochs === 0 || (endsEpoch && dueAt(progress).pictures)) return;
      const { pictures } = await examined(model, tiles.slice(0, validation.tiles), auxiliaryNetworks);
      await writePictures(progress, pictures);
    },
    isDue: (progress) => {
      const due = dueAt(progress);
      return due.metrics || due.pictures;
    },
    afterEpoch: async (model, progress, auxiliaryNetworks) => {
      const due = dueAt(progress);
      if (!due.metrics && !due.pictures) return undefined;
      const which = due.metrics ? tiles : tiles.slice(0, validation.tiles);
      const { metrics, pictures } = await examined(model, which, auxiliaryNetworks);
      const { step, epoch } = progress;
      if (due.metrics) await stream.emit({ type: 'validation', time: time(), step, epoch, metrics });
      if (due.pictures) await writePictures(progress, pictures);
      return validation.everyEpochs === 1 ? (metrics[PLATEAU_METRIC] ?? undefined) : undefined;
    },
  };
}

function tilesOf(
  { train, val }: Pick<Dataset, 'train' | 'val'>,
  { tiles }: ValidationPlan,
  validationRatio: number | undefined,
) {
  if (val.length > 0) {
    const from = (validationRatio ?? 0) > 0 ? 'held out, or of val/' : 'of val/';
    return { samples: val, note: `validation on ${val.length} tile(s) ${from}` };
  }
  const samples = train.slice(0, tiles);
  return {
    samples,
    note: `there is no val/: validation on ${samples.length} training tile(s), which says nothing about others`,
  };
}

/** A tile read as in training, but neither mirrored nor augmented; a crop is the same every time. */
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

/** Names of samples, which may have folders in them, fit for file names; no two are the same. */
function fileNames(samples: readonly Sample[]): string[] {
  const plain = samples.map(({ name }) => name.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 100));
  return plain.map((name, i) => (plain.indexOf(name) === i ? name : `${name}-${i + 1}`));
}

/** Names of images in pictures: input, modalities, segmentations and their maps. */
function imageNames(plan: TrainedModelPlan): string[] {
  const modalities = plan.translations.map(({ modality }) => modality);
  return [...new Set(['input', ...modalities, ...outputsOf(plan), ...plan.segmentations.map(mapImage)])];
}
