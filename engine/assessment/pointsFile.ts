// Points of labelled cells: a JSON list of {x, y, label_id}, as BCData and others publish them; 1 is positive, 2 negative.

import { readFileBytes, type FileKind } from '../files/fileBytes.js';
import { asError, EngineError } from '../protocol/errors.js';
import { finite, list, oneOf, stored } from '../protocol/shape.js';

export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  readonly positive: boolean;
}

const POINTS_FILE: FileKind = { expected: 'a JSON list of points', missing: 'usage', broken: 'usage' };
const MOST_POINTS_BYTES = 64 * 2 ** 20;
const MOST_POINTS = 1_000_000;

const points = list(stored({ x: finite, y: finite, label_id: oneOf(1, 2) }), MOST_POINTS);

/** @throws EngineError `usage` for a file that is no such list */
export async function readPoints(file: string): Promise<readonly LabelledPoint[]> {
  const bytes = await readFileBytes(file, MOST_POINTS_BYTES, POINTS_FILE);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    throw new EngineError('usage', `${file}: cannot be read as JSON: ${asError(thrown).message}.`);
  }
  return points(json, file).map(({ x, y, label_id }) => ({ x, y, positive: label_id === 1 }));
}
