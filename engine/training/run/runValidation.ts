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
  const { layout, maxSamples } = plan.data;
  const dataset = await openDataset(data, panelsOfModel(plan.model), layout);
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
      if (due.metrics) await stream.emit({ type: 'validation', time: time(), step, epoch, metrics });
      if (due.pictures) {
        const written = await stream.patiently(() => writeSamples(stream.dir, step, pictures));
        await stream.emit({ type: 'samples', time: time(), step, epoch, ...written });
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
