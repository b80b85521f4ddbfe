// What comes up from a page, checked at the door: a page is our own code, but whatever runs in it must not be able to
// ask the extension host for anything beyond these messages, nor in any other form.

import { MOST_PANES, type ViewerUp } from '../../webview/messages/viewer.js';
import { bytes, truth, whole, list, stored, text } from '../../engine/protocol/shape.js';
import { checkedMessage, savedPaths, type ShapesOf } from './checkedMessage.js';
import {
  corrections,
  cutoffsOfMaps,
  storedThresholds as thresholds,
} from '../../engine/protocol/sharedShapes.js';

const PATH = text({ most: 4096 });
const MOST_TILES = 4096;
const MOST_PNG_BYTES = 512 * 2 ** 20;

/** By the type of the message; a type that is missing here does not compile. */
const INTENTS: ShapesOf<ViewerUp> = {
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
  export: stored({ pane: PATH }, { cutoffs: cutoffsOfMaps }),
  saveView: stored({ name: text({ most: 400 }), png: bytes(MOST_PNG_BYTES) }),
  analyse: stored({ pane: PATH }),
  addPane: stored({}),
  closePane: stored({ pane: PATH }),
  failed: stored({ message: text({ most: 20_000 }), show: truth }),
};

/** The message as it may be. @throws ShapeError for a message of no known type or form */
export function readIntent(message: unknown): ViewerUp {
  return checkedMessage<ViewerUp>(INTENTS, message);
}

/** Ids of the panes that a panel showed; none when nothing sensible was saved. */
export function savedPanes(state: unknown): readonly string[] {
  return savedPaths(state, 'panes', list(PATH, MOST_PANES));
}

/** Arguments of the command `deepliif.rescore` when others call it: tasks, key bindings, extensions. */
export const rescoreArguments = stored({ folder: PATH, thresholds });
