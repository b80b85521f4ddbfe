// What comes up from the dashboard's page, checked at the door as the other panels' messages are.

import { MOST_SELECTED, RUN_ACTIONS, type TrainingUp } from '../../webview/messages/training.js';
import { bytes, list, oneOf, stored, text, truth, whole } from '../../engine/protocol/shape.js';
import { checkedMessage, savedPaths, type ShapesOf } from '../panels/checkedMessage.js';

const PATH = text({ least: 1, most: 4096 });
const MOST_FILE_BYTES = 512 * 2 ** 20;

/** By the type of the message; a type that is missing here does not compile. */
const INTENTS: ShapesOf<TrainingUp> = {
  ready: stored({}),
  select: stored({ runs: list(PATH, MOST_SELECTED), turn: whole(1) }),
  act: stored({ run: PATH, action: oneOf(...RUN_ACTIONS) }),
  compare: stored({ runs: list(PATH, 2) }),
  picture: stored({ uri: text({ least: 1, most: 20_000 }) }),
  reveal: stored({ run: PATH }),
  save: stored({ name: text({ most: 400 }), format: oneOf('csv', 'png'), bytes: bytes(MOST_FILE_BYTES) }),
  failed: stored({ message: text({ most: 20_000 }), show: truth }),
};

/** The message as it may be. @throws ShapeError for a message of no known type or form */
export function readTrainingIntent(message: unknown): TrainingUp {
  return checkedMessage<TrainingUp>(INTENTS, message);
}

/** Folders of the runs that a panel showed; none when nothing sensible was saved. */
export function savedRuns(state: unknown): readonly string[] {
  return savedPaths(state, 'selected', list(PATH, MOST_SELECTED));
}
