// What comes up from the dashboard's page, checked at the door as the other panels' messages are.

import { MOST_TICKED, RUN_ACTIONS, type TrainingUp } from '../../webview/messages/training.js';
import {
  bytes,
  list,
  oneOf,
  ShapeError,
  stored,
  text,
  truth,
  type Shape,
} from '../../engine/protocol/shape.js';

const PATH = text({ least: 1, most: 4096 });
const MOST_FILE_BYTES = 512 * 2 ** 20;

/** By the type of the message; a type that is missing here does not compile. */
const INTENTS: { readonly [T in TrainingUp['type']]: Shape<Omit<Extract<TrainingUp, { type: T }>, 'type'>> } =
  {
    ready: stored({}),
    tick: stored({ runs: list(PATH, MOST_TICKED) }),
    act: stored({ run: PATH, action: oneOf(...RUN_ACTIONS) }),
    compare: stored({ runs: list(PATH, 2) }),
    reveal: stored({ run: PATH }),
    save: stored({ name: text({ most: 400 }), format: oneOf('csv', 'png'), bytes: bytes(MOST_FILE_BYTES) }),
    failed: stored({ message: text({ most: 20_000 }), show: truth }),
  };

/**
 * The message, clean of anything that it should not hold.
 *
 * @throws ShapeError for a message of no known type or form
 */
export function readTrainingIntent(message: unknown): TrainingUp {
  const { type } = stored({ type: text({ most: 40 }) })(message, 'the message');
  if (!Object.hasOwn(INTENTS, type)) throw new ShapeError(`there is no message "${type.slice(0, 40)}"`);
  const shape: Shape<object> = INTENTS[type as TrainingUp['type']]; // it is a key of the table
  return { type, ...shape(message, `"${type}"`) } as TrainingUp; // checked by the shape of its type
}

const saved = stored({ ticked: list(PATH, MOST_TICKED) });

/** Folders of the runs that a panel showed; none when nothing sensible was saved. */
export function savedRuns(state: unknown): readonly string[] {
  try {
    return [...new Set(saved(state, 'the saved state').ticked)];
  } catch (thrown) {
    if (thrown instanceof ShapeError) return [];
    throw thrown;
  }
}
