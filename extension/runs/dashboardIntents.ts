// Parser of the messages of the dashboard's page, as strict as those of the other panels.

import { MOST_SELECTED, RUN_ACTIONS, type TrainingUp } from '../../webview/messages/training.js';
import { runNote, runTags } from '../../engine/protocol/runNotes.js';
import { bytes, list, oneOf, stored, text, whole } from '../../engine/protocol/shape.js';
import { messageReader, PATH, type FrameMessage, type ShapesOf } from '../panels/checkedMessage.js';

const MOST_FILE_BYTES = 512 * 2 ** 20;

export type DashboardIntent = Exclude<TrainingUp, FrameMessage>;

const INTENTS: ShapesOf<DashboardIntent> = {
  select: stored({ runs: list(PATH, MOST_SELECTED), turn: whole(1) }),
  act: stored({ run: PATH, action: oneOf(...RUN_ACTIONS) }),
  tryOnImage: stored({ run: PATH }),
  annotate: stored({ run: PATH, notes: stored({ note: runNote, tags: runTags }) }),
  log: stored({ run: PATH }),
  compare: stored({ runs: list(PATH, 2) }),
  picture: stored({ uri: text({ least: 1, most: 20_000 }) }),
  reveal: stored({ run: PATH }),
  save: stored({ name: text({ most: 400 }), format: oneOf('csv', 'png'), bytes: bytes(MOST_FILE_BYTES) }),
};

/** @throws ShapeError for a message of no known type or form */
export const readTrainingMessage = messageReader<DashboardIntent>(INTENTS);
