// Parser of the messages of the page of image styles.

import { MOST_STYLED_IMAGES, STYLE_GROUPS, STYLE_METHODS } from '../../engine/protocol/imageStyle.js';
import { bytes, list, oneOf, stored, truth, whole } from '../../engine/protocol/shape.js';
import type { StyleUp } from '../../webview/messages/style.js';
import { messageReader, type FrameMessage, type ShapesOf } from '../panels/checkedMessage.js';

const MOST_PICTURE_BYTES = 128 * 2 ** 20;

export type StyleIntent = Exclude<StyleUp, FrameMessage>;

const image = whole(0, MOST_STYLED_IMAGES - 1);
const layout = { method: oneOf(...STYLE_METHODS), use: oneOf('all', ...STYLE_GROUPS) };

const INTENTS: ShapesOf<StyleIntent> = {
  project: stored(layout),
  cancel: stored({}),
  again: stored({ deep: truth }),
  open: stored({ image }),
  savePicture: stored({ bytes: bytes(MOST_PICTURE_BYTES) }),
  saveTable: stored({ ...layout, images: list(image, MOST_STYLED_IMAGES) }),
};

/** @throws ShapeError for a message of no known type or form */
export const readStyleMessage = messageReader<StyleIntent>(INTENTS);
