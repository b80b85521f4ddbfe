// Record of a batch: the images that were analysed together, and what became of each. Scores are not in it: they stand in
// the result folders, so that a result that is scored again has one truth.

import { dictionary, list, oneOf, stored, text, type Shape } from './shape.js';
import { fileName } from './sharedShapes.js';

/** An image that waits has not been tried: the batch is running, was cancelled, or its window was closed. */
export type BatchState = 'waiting' | 'done' | 'failed';

export interface BatchImage {
  /** Path of the image file. Paths are relative to the folder of the record. */
  readonly image: string;
  /** Folder that gets the result folder; empty for the folder of the record. */
  readonly into: string;
  /** Name that was asked for; the result folder may have got a number behind it. */
  readonly name: string;
  /** Options of the request image/analyse, which checks them when the image is analysed again. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly state: BatchState;
  /** Result folder of an image that is done. */
  readonly folder?: string;
  /** Reason of a failure, in words. */
  readonly problem?: string;
}

export interface Batch {
  readonly schemaVersion: 1;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Sentences for people: files of the chosen folders that were left out. */
  readonly notes: readonly string[];
  readonly images: readonly BatchImage[];
}

/** Limit on images, that of image/find. */
export const MOST_BATCH_IMAGES = 100_000;
const MOST_PATH_LETTERS = 32_767;
const MOST_WORDS = 10_000;

const path = text({ most: MOST_PATH_LETTERS });
const words = text({ most: MOST_WORDS });
const anything: Shape<unknown> = (value) => value;

export const storedBatch: Shape<Batch> = stored({
  schemaVersion: oneOf(1),
  createdAt: text({ most: 100 }),
  notes: list(words, 1000),
  images: list(
    stored(
      {
        image: text({ least: 1, most: MOST_PATH_LETTERS }),
        into: path,
        name: fileName,
        options: dictionary(anything, 100),
        state: oneOf('waiting', 'done', 'failed'),
      },
      { folder: path, problem: words },
    ),
    MOST_BATCH_IMAGES,
  ),
});
