// Fréchet distance between the images of two folders, by features of style, of one of our models, or of a network that the user
// supplies. Only the last has the name that the field knows: FID belongs to Inception-v3.

import { basename } from 'node:path';
import { openFeatureNetwork, type FeatureNetworkOptions } from '../backends/onnx/featureNetwork.js';
import { yieldToEventLoop } from '../control/cancel.js';
import { resizeBicubic } from '../images/resize.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { featureRows, type FeatureRows } from '../statistics/featureRows.js';
import { frechetDistance, type FrechetDistance } from '../statistics/frechetDistance.js';
import {
  INCEPTION_SPLITS,
  inceptionScore,
  probabilitiesOf,
  type InceptionScore,
} from '../statistics/inceptionScore.js';
import { styleRows } from '../style/styleRows.js';
import { readBounded, rowsNote } from './boundedImage.js';
import { readStyles } from './readStyles.js';
import type { SetImages } from './setImages.js';

export interface NetworkChoice extends FeatureNetworkOptions {
  /** Path of the ONNX file. */
  readonly file: string;
  /** Images are resized to this side. */
  readonly sidePx: number;
  /** Names of its outputs; default: the first one for features, none for logits. */
  readonly output?: string | undefined;
  readonly logits?: string | undefined;
}

export interface FolderDistance {
  /** "FID (inception.onnx)", "Fréchet distance of style features". */
  readonly title: string;
  readonly features: number;
  /** Images of each folder that were read. */
  readonly counts: readonly [number, number];
  readonly distance: FrechetDistance;
  /** Scores of each folder, if there are enough images; of a user's network, if its logits are named. */
  readonly scores?: readonly [InceptionScore, InceptionScore];
  /** "Inception score", "Variety score of style features". */
  readonly scoreTitle: string;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  readonly failures: readonly { readonly path: string; readonly reason: string }[];
}

type Two<T> = readonly [T, T];

interface Vectors {
  readonly rows: FeatureRows;
  /** Sentences about the images. */
  readonly notes: readonly string[];
  /** Logits of the classes that scores take. */
  readonly logits?: FeatureRows;
  readonly failures: FolderDistance['failures'];
}

/** Distance by the user's network. @throws EngineError `model-not-found`, `model-invalid`, `usage`, `cancelled` */
export async function distanceByNetwork(
  sets: Two<SetImages>,
  choice: NetworkChoice,
  control: Control = {},
): Promise<FolderDistance> {
  const network = await openFeatureNetwork(choice.file, choice);
  try {
    const vectorsOf = async ({ images }: SetImages): Promise<Vectors> => {
      const rows: ArrayLike<number>[] = [];
      const logits: ArrayLike<number>[] = [];
      const failures: { path: string; reason: string }[] = [];
      let trainingRows = 0;
      for (const [done, { path }] of images.entries()) {
        control.report?.({ stage: 'features of images', done, total: images.length });
        await yieldToEventLoop(control);
        const image = await readBounded(path, control).catch((thrown: unknown) => {
          const error = asError(thrown);
          if (error instanceof EngineError && error.code !== 'image-unreadable') throw error;
          failures.push({ path, reason: error.message });
          return undefined;
        });
        if (!image) continue;
        if (image.isRow) trainingRows++;
        const outputs = await network.run(resizeBicubic(image.raster, choice.sidePx, choice.sidePx));
        rows.push(named(outputs, choice.output ?? firstOf(outputs, choice.logits), choice.file));
        if (choice.logits !== undefined) logits.push(named(outputs, choice.logits, choice.file));
      }
      return {
        rows: featureRows(rows),
        ...(logits.length > 0 ? { logits: featureRows(logits) } : {}),
        failures,
        notes: rowsNote(trainingRows),
      };
    };
    const a = await vectorsOf(sets[0]);
    const b = await vectorsOf(sets[1]);
    return measured({ title: `FID (${basename(choice.file)})`, scoreTitle: INCEPTION_SCORE }, [a, b]);
  } finally {
    await network.close();
  }
}

/**
 * Distance by features of style, or of a model's layer; each is standardised over both folders. Scores take the features for
 * logits: a feature that stands out is a class.
 */
export async function distanceByStyle(
  sets: Two<SetImages>,
  model: string | undefined,
  control: Control = {},
): Promise<FolderDistance> {
  const read = (set: SetImages) => readStyles(set, { model, thumbnails: false }, control);
  const [a, b] = [await read(sets[0]), await read(sets[1])];
  const groups = a.features.map(({ group }) => group);
  const values = new Float64Array(a.values.length + b.values.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  const { size, data } = styleRows(
    values,
    groups,
    model === undefined ? ['stains', 'light', 'detail', 'texture'] : ['deep'],
  );
  const cut = a.images.length * size;
  const vectors = ({ images, failures, notes }: typeof a, part: Float64Array): Vectors => {
    const rows = { count: images.length, size, data: part };
    return { rows, logits: rows, failures, notes };
  };
  const features = model === undefined ? 'style features' : `DeepLIIF features (${model})`;
  return measured({ title: `Fréchet distance of ${features}`, scoreTitle: `Variety score of ${features}` }, [
    vectors(a, data.subarray(0, cut)),
    vectors(b, data.subarray(cut)),
  ]);
}

const INCEPTION_SCORE = 'Inception score';

function measured(
  { title, scoreTitle }: Pick<FolderDistance, 'title' | 'scoreTitle'>,
  [a, b]: Two<Vectors>,
): FolderDistance {
  const failures = [...a.failures, ...b.failures];
  if (Math.min(a.rows.count, b.rows.count) < 2)
    throw new EngineError(
      'usage',
      `Each folder needs two images that can be read; there are ${a.rows.count} and ${b.rows.count}. ` +
        (failures[0]?.reason ?? ''),
    );
  const distance = frechetDistance(a.rows, b.rows);
  const warnings: string[] = [];
  const fewest = Math.min(a.rows.count, b.rows.count);
  if (distance.isBiased)
    warnings.push(
      `${fewest} images are too few for ${a.rows.size} features: the covariance is singular, and the distance is too ` +
        `large by an unknown amount. Give ${distance.fewest} images or more in each folder, and compare distances of ` +
        'equally many images only.',
    );
  const scores = a.logits && b.logits ? scoresOf(scoreTitle, [a.logits, b.logits], warnings) : undefined;
  return {
    ...{ title, scoreTitle, features: a.rows.size, distance, warnings, failures },
    notes: [...a.notes, ...b.notes],
    counts: [a.rows.count, b.rows.count],
    ...(scores ? { scores } : {}),
  };
}

function scoresOf(
  title: string,
  logits: Two<FeatureRows>,
  warnings: string[],
): Two<InceptionScore> | undefined {
  const fewest = Math.min(logits[0].count, logits[1].count);
  if (fewest < INCEPTION_SPLITS) {
    warnings.push(
      `${title}: ${fewest} images are too few, since it splits them into ${INCEPTION_SPLITS} parts.`,
    );
    return undefined;
  }
  const classes = logits[0].size;
  if (fewest / INCEPTION_SPLITS < classes)
    warnings.push(
      `${title} is too low: a part has ${Math.floor(fewest / INCEPTION_SPLITS)} images for ${classes} classes. ` +
        `Give ${classes * INCEPTION_SPLITS} images or more in each folder${title === INCEPTION_SCORE ? '; the original takes 50,000' : ''}.`,
    );
  return [inceptionScore(probabilitiesOf(logits[0])), inceptionScore(probabilitiesOf(logits[1]))];
}

function firstOf(outputs: ReadonlyMap<string, unknown>, logits: string | undefined): string {
  return [...outputs.keys()].find((name) => name !== logits) ?? '';
}

function named(outputs: ReadonlyMap<string, Float32Array>, name: string, file: string): Float32Array {
  const output = outputs.get(name);
  if (output) return output;
  throw new EngineError(
    'usage',
    `${file}: has no output "${name}". It has ${[...outputs.keys()].join(', ')}.`,
  );
}
