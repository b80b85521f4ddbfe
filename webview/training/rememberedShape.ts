// The form of what the page keeps of its charts over a reload.

import {
  dictionary,
  either,
  finite,
  list,
  matching,
  number,
  oneOf,
  ShapeError,
  stored,
  text,
  truth,
  whole,
  type Shape,
} from '../../engine/protocol/shape.js';
import type { Axis } from '../charts/axis.js';
import { MOST_TICKED } from '../messages/training.js';
import type { Remembered } from './remembered.js';

const name = text({ most: 500 });
const names = list(name, 1000);
const MOST_CHARTS = 40;
const MOST_LINES = 400;
const places = matching(
  /^(?:[A-Za-z0-9+/]{4}){0,2000}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'places in base64',
);

const rawAxis = stored({ min: finite, max: finite, log: truth });
const axis: Shape<Axis> = (value, where) => {
  const read = rawAxis(value, where);
  if (read.min < read.max && (!read.log || read.min > 0)) return read;
  throw new ShapeError(`${where}: an axis that rises expected.`);
};

const run = stored(
  {
    id: text({ least: 1, most: 4096 }),
    name,
    status: oneOf('waiting', 'running', 'paused', 'done', 'stopped', 'failed', 'dead', 'elsewhere'),
    kind: oneOf('run', 'tensorboard'),
    step: whole(0),
    epoch: number(0, 1e9),
    epochs: whole(0),
    stepsPerEpoch: whole(0),
    losses: names,
    metrics: names,
    images: names,
    last: dictionary(either(oneOf(null), finite), 2000),
  },
  { seenStep: finite, startedMs: finite, lastMs: finite, backend: name, host: name },
);

const chart = stored({
  group: stored({
    id: name,
    title: name,
    series: list(stored({ table: oneOf('steps', 'validations'), name, label: name }), 1000),
  }),
  x: axis,
  y: axis,
  lines: list(
    stored(
      { label: name, run: whole(0, MOST_TICKED), term: whole(0, 1000), line: places, dots: truth },
      { low: places, high: places },
    ),
    MOST_LINES,
  ),
});

const remembered: Shape<Remembered> = stored({
  atMs: number(0, 8.64e15),
  runs: list(run, MOST_TICKED),
  charts: list(chart, MOST_CHARTS),
});

/** Undefined for what makes no sense. */
export function readRemembered(value: unknown): Remembered | undefined {
  try {
    return remembered(value, 'what was seen last');
  } catch (thrown) {
    if (thrown instanceof ShapeError) return undefined;
    throw thrown;
  }
}
