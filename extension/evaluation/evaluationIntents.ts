// Messages of the page of an evaluation, checked.

import { number, oneOf, stored, text, truth } from '../../engine/protocol/shape.js';
import { COPY_FORMS, MOST_RADIUS_PX, type EvaluationUp } from '../../webview/messages/evaluation.js';
import { messageReader, type FrameMessage } from '../panels/checkedMessage.js';

export type EvaluationIntent = Exclude<EvaluationUp, FrameMessage>;

const MOST_NAME_LETTERS = 1000;

/** Throws ShapeError. */
export const readEvaluationMessage = messageReader<EvaluationIntent>({
  again: stored({}),
  radius: stored({ radiusPx: number(0, MOST_RADIUS_PX) }),
  cancel: stored({}),
  pictures: stored({ image: text({ least: 1, most: MOST_NAME_LETTERS }), ofOther: truth }),
  saveReport: stored({}),
  copy: stored({ form: oneOf(...COPY_FORMS) }),
});
