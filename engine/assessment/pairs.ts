// Pairs of truth and prediction in two folders, by the names of their files: "a.png" or "a_label.png" is the truth of the result
// folder "a" and of "a_SegRefined.png".

import { basename, extname, join } from 'node:path';
import { namesIn } from '../files/namesIn.js';
import { exists } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import { foldersIn } from '../reading/foldersIn.js';
import { RESULT_FILE } from '../reading/resultRecord.js';
import { stemOf } from './truth.js';

export interface Pair {
  readonly name: string;
  readonly truth: string;
  /** Result folder, or a drawn picture. */
  readonly prediction: string;
  readonly isResult: boolean;
  readonly outline?: string;
}

export interface Pairs {
  readonly pairs: readonly Pair[];
  /** Names of truths without a prediction, and of predictions without a truth. */
  readonly unpredicted: readonly string[];
  readonly untrue: readonly string[];
}

const TRUTH_ENDINGS = /\.(png|tiff?|json)$/i;
const DRAWN_PREDICTION = /_SegRefined\.png$/i;

/**
 * @param outlines folder of pictures whose pixels other than 0 are labelled
 * @throws EngineError `usage` for a folder that cannot be read, and if nothing belongs together
 */
export async function findPairs(prediction: string, truth: string, outlines?: string): Promise<Pairs> {
  const truths = new Map(
    (await namesIn(truth))
      .filter((name) => TRUTH_ENDINGS.test(name))
      .map((name) => [stemOf(name), join(truth, name)]),
  );
  const predictions = await predictionsIn(prediction);
  const ofOutlines = new Map(
    outlines === undefined
      ? []
      : (await namesIn(outlines)).map((name) => [basename(name, extname(name)), join(outlines, name)]),
  );
  const pairs = [...truths].flatMap(([name, file]) => {
    const found = predictions.get(name);
    const outline = ofOutlines.get(name);
    return found ? [{ name, truth: file, ...found, ...(outline === undefined ? {} : { outline }) }] : [];
  });
  if (pairs.length === 0)
    throw new EngineError(
      'usage',
      `${prediction} and ${truth} have no image in common. ${some('Predictions', predictions.keys())} ` +
        `${some('Truths', truths.keys())} Files of one image have one name.`,
    );
  return {
    pairs: pairs.sort((a, b) => (a.name < b.name ? -1 : 1)),
    unpredicted: [...truths.keys()].filter((name) => !predictions.has(name)),
    untrue: [...predictions.keys()].filter((name) => !truths.has(name)),
  };
}

async function predictionsIn(folder: string) {
  const found = new Map<string, Pick<Pair, 'prediction' | 'isResult'>>();
  for (const name of await namesIn(folder))
    if (DRAWN_PREDICTION.test(name))
      found.set(stemOf(name), { prediction: join(folder, name), isResult: false });
  for (const inner of await foldersIn(folder))
    if (await exists(join(inner, RESULT_FILE)))
      found.set(basename(inner), { prediction: inner, isResult: true });
  return found;
}

const MOST_NAMES = 3;

function some(what: string, names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return `${what}: none.`;
  return `${what}: ${all.slice(0, MOST_NAMES).join(', ')}${all.length > MOST_NAMES ? ', …' : ''}.`;
}
