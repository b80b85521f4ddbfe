// What comes up from a page, checked at the door: a page is our own code, but whatever runs in it must not be able to
// ask the extension host for anything beyond these messages, nor in any other form.

import { MOST_PANES, type ViewerUp } from '../../webview/messages/viewer.js';
import {
  bytes,
  truth,
  whole,
  list,
  stored,
  oneOf,
  ShapeError,
  text,
  type Shape,
} from '../../engine/protocol/shape.js';
import {
  corrections,
  cutoffsOfMaps,
  storedThresholds as thresholds,
} from '../../engine/protocol/sharedShapes.js';

const PATH = text({ most: 4096 });
const MOST_TILES = 4096;
const MOST_PNG_BYTES = 512 * 2 ** 20;

/** By the type of the message; a type that is missing here does not compile. */
const INTENTS: { readonly [T in ViewerUp['type']]: Shape<Omit<Extract<ViewerUp, { type: T }>, 'type'>> } = {
  ready: stored({}),
  needTiles: stored({
    picture: PATH,
    tiles: list(
      stored({ level: whole(0, 40), column: whole(0, 2 ** 30), row: whole(0, 2 ** 30) }),
      MOST_TILES,
    ),
  }),
  rescore: stored({ pane: PATH, thresholds }),
  correct: stored({ pane: PATH, map: text({ most: 200 }), corrections }),
  export: stored(
    { pane: PATH, format: oneOf('csv', 'tsv', 'geojson', 'json', 'html') },
    { cutoffs: cutoffsOfMaps },
  ),
  saveView: stored({ name: text({ most: 400 }), png: bytes(MOST_PNG_BYTES) }),
  analyse: stored({ pane: PATH }),
  addPane: stored({}),
  closePane: stored({ pane: PATH }),
  failed: stored({ message: text({ most: 20_000 }), show: truth }),
};

/**
 * The message, clean of anything that it should not hold.
 *
 * @throws ShapeError for a message of no known type or form
 */
export function readIntent(message: unknown): ViewerUp {
  const { type } = stored({ type: text({ most: 40 }) })(message, 'the message');
  if (!Object.hasOwn(INTENTS, type)) throw new ShapeError(`there is no message "${type.slice(0, 40)}"`);
  const shape: Shape<object> = INTENTS[type as ViewerUp['type']]; // it is a key of the table
  return { type, ...shape(message, `"${type}"`) } as ViewerUp; // checked by the shape of its type
}

/** What a page keeps over reloads (`Host.save`); the rest of it is the page's own business. */
const savedState = stored({ panes: list(PATH, MOST_PANES) });

/** Ids of the panes that a panel showed; none when nothing sensible was saved. */
export function savedPanes(state: unknown): readonly string[] {
  try {
    return [...new Set(savedState(state, 'the saved state').panes)];
  } catch (thrown) {
    if (thrown instanceof ShapeError) return [];
    throw thrown;
  }
}

/** Arguments of the command `deepliif.rescore` when others call it: tasks, key bindings, extensions. */
export const rescoreArguments = stored({ folder: PATH, thresholds });
