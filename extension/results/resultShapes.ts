// The forms of the files in a result folder, for reading what may come from anywhere: a colleague's disk, a cluster, a
// download. Limits are far above what the engine writes.

import type { CorrectionsFile, ResultFileRole, ResultRecord } from '../../engine/protocol/result.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import {
  dictionary,
  list,
  number,
  oneOf,
  stored,
  text,
  whole,
  type Shape,
} from '../../engine/protocol/shape.js';
import { corrections, scoring, storedThresholds } from '../../engine/protocol/sharedShapes.js';

const count = whole(0, Number.MAX_SAFE_INTEGER);
const line = text({ most: 2000 });
const MOST_SIDE_PX = 2 ** 31;

export const correctionsFile: Shape<CorrectionsFile> = stored({ schemaVersion: oneOf(1), corrections });

/** scoring.json of a model with several segmentation maps. */
export const scoringByMap = dictionary(scoring, 100);

/** A role that a later version adds is a file that this version does not show. */
export interface ReadFile {
  readonly name: string;
  readonly file: string;
  readonly role: string;
}

/** What panels and trees use of result.json; ids are text, since they are only shown. */
export type ReadRecord = Pick<ResultRecord, 'schemaVersion' | 'engineVersion' | 'createdAt' | 'image'> & {
  readonly model?: { readonly id: string; readonly title: string };
  readonly backend?: { readonly id: string; readonly description: string; readonly precision: string };
  readonly tiles?: ResultRecord['tiles'];
  readonly thresholds?: PostprocessOptions;
  readonly files: readonly ReadFile[];
  readonly seconds: Readonly<Record<string, number>>;
};

export const resultRecord: Shape<ReadRecord> = stored(
  {
    schemaVersion: oneOf(1),
    engineVersion: line,
    createdAt: text({ most: 40 }),
    image: stored(
      {
        path: text({ most: 4096 }),
        sha256: text({ most: 64 }),
        widthPx: whole(1, MOST_SIDE_PX),
        heightPx: whole(1, MOST_SIDE_PX),
        notices: list(line, 100),
      },
      { mpp: number(1e-6, 1e6) },
    ),
    files: list(
      stored({ name: text({ most: 200 }), file: text({ most: 255 }), role: text({ most: 40 }) }),
      500,
    ),
    seconds: dictionary(number(0, 1e12), 100),
  },
  {
    model: stored({ id: text({ most: 200 }), title: line }),
    backend: stored({ id: text({ most: 200 }), description: line, precision: text({ most: 40 }) }),
    tiles: stored({ tilePx: count, overlapPx: count, total: count, empty: count }),
    thresholds: storedThresholds,
  },
);

/** Roles of files that are pictures of the whole image, in the order of their layers, bottom first. */
export const PICTURE_ROLES = [
  'modality',
  'segmentation',
  'intermediate',
  'refined',
  'overlay',
] as const satisfies readonly ResultFileRole[];
