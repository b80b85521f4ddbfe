// Parser of the messages of the viewer's page. A page is code of this extension, but foreign code in it must not be
// able to request anything of the extension host beyond these messages, nor in any other form.

import type { ViewerUp } from '../../webview/messages/viewer.js';
import { bytes, list, stored, text, whole } from '../../engine/protocol/shape.js';
import {
  corrections,
  cutoffsOfMaps,
  storedThresholds as thresholds,
} from '../../engine/protocol/sharedShapes.js';
import { messageReader, PATH, type FrameMessage, type ShapesOf } from '../panels/checkedMessage.js';

const MOST_TILES = 4096;
const MOST_PNG_BYTES = 512 * 2 ** 20;

export type ViewerIntent = Exclude<ViewerUp, FrameMessage>;

const INTENTS: ShapesOf<ViewerIntent> = {
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
};

/** @throws ShapeError for a message of no known type or form */
export const readViewerMessage = messageReader<ViewerIntent>(INTENTS);

/** Arguments of the command "Re-score…" when others call it: tasks, key bindings, extensions. */
export const rescoreArguments = stored({ folder: PATH, thresholds });
