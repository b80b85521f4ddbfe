// The forms of the files in a result folder, for reading what may come from anywhere: a colleague's disk, a cluster, a
// download. Limits are far above what the engine writes.

import type {
  Correction,
  CorrectionsFile,
  ResultFileRole,
  ResultRecord,
} from '../../engine/protocol/result.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import {
  dictionary,
  either,
  truth,
  whole,
  list,
  number,
  stored,
  oneOf,
  text,
  type Shape,
} from '../../engine/protocol/shape.js';

const count = whole(0, Number.MAX_SAFE_INTEGER);
const line = text({ most: 2000 });
const MOST_SIDE_PX = 2 ** 31;

export const thresholds: Shape<PostprocessOptions> = stored(
  { resolution: oneOf('10x', '20x', '40x') },
  {
    segThreshold: number(0, 510),
    noiseThreshold: count,
    largeNoiseThreshold: either(oneOf('none', 'auto'), count),
    sizeThreshold: either(oneOf('auto'), count),
    sizeThresholdUpper: count,
    markerThreshold: either(oneOf('none', 'auto'), number(0, 255)),
    odThresholdLower: number(0, 1000),
    odThresholdUpper: number(0, 1000),
    asReference: truth,
  },
);

export const correction: Shape<Correction> = stored({
  map: text({ most: 200 }),
  x: number(0, MOST_SIDE_PX),
  y: number(0, MOST_SIDE_PX),
  positive: truth,
  at: text({ most: 40 }),
});

export const correctionsFile: Shape<CorrectionsFile> = stored({
  schemaVersion: oneOf(1),
  corrections: list(correction, 1_000_000),
});

export const scoring: Shape<Scoring> = stored({
  num_total: count,
  num_pos: count,
  num_neg: count,
  percent_pos: number(0, 100),
  seg_thresh: number(0, 510),
  size_thresh: number(0, MOST_SIDE_PX ** 2),
  size_thresh_upper: either(oneOf(null), number(0, MOST_SIDE_PX ** 2)),
  marker_thresh: either(oneOf(null), number(0, 255)),
});

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
    thresholds,
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
