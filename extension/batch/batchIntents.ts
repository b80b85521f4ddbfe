// Parser of the messages of a batch's page.

import { MOST_BATCH_IMAGES } from '../../engine/protocol/batch.js';
import { list, stored, whole } from '../../engine/protocol/shape.js';
import type { BatchUp } from '../../webview/messages/batch.js';
import { messageReader, type FrameMessage, type ShapesOf } from '../panels/checkedMessage.js';

export type BatchIntent = Exclude<BatchUp, FrameMessage>;

const image = whole(0, MOST_BATCH_IMAGES);

const INTENTS: ShapesOf<BatchIntent> = {
  open: stored({ image }),
  again: stored({ images: list(image, MOST_BATCH_IMAGES) }),
  cancel: stored({}),
  export: stored({}),
};

/** @throws ShapeError for a message of no known type or form */
export const readBatchMessage = messageReader<BatchIntent>(INTENTS);
