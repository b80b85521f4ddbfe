// Parser of the messages of a sweep's page, as strict as those of the other panels.

import {
  dictionary,
  either,
  finite,
  list,
  oneOf,
  stored,
  text,
  truth,
  whole,
  bytes,
  type Shape,
} from '../../engine/protocol/shape.js';
import { MOST_SWEEP_WORKERS, SWEEP_PHASES, type ParameterValue } from '../../engine/protocol/sweeps.js';
import { MOST_ASKED_TRIALS, type SweepUp } from '../../webview/messages/sweep.js';
import { messageReader, type FrameMessage, type ShapesOf } from '../panels/checkedMessage.js';

const MOST_FILE_BYTES = 512 * 2 ** 20;
const MOST_VALUES = 1000;

export type SweepIntent = Exclude<SweepUp, FrameMessage>;

const trial = whole(0);
const value: Shape<ParameterValue> = either(either(text({ most: 1000 }), finite), either(truth, oneOf(null)));

const INTENTS: ShapesOf<SweepIntent> = {
  steer: stored({}, { phase: oneOf(...SWEEP_PHASES), workers: whole(1, MOST_SWEEP_WORKERS) }),
  stopTrial: stored({ trial }),
  openRun: stored({ trial }),
  startTraining: stored({ trial }),
  retryTrial: stored({ trial, from: oneOf('start', 'checkpoint') }),
  enqueue: stored({ values: dictionary(value, MOST_VALUES) }),
  study: stored({ name: text({ most: 10_000 }) }),
  editSpace: stored({}),
  pictures: stored({ trials: list(trial, MOST_ASKED_TRIALS) }),
  save: stored({ name: text({ most: 400 }), format: oneOf('csv', 'png'), bytes: bytes(MOST_FILE_BYTES) }),
};

/** @throws ShapeError for a message of no known type or form */
export const readSweepMessage = messageReader<SweepIntent>(INTENTS);
