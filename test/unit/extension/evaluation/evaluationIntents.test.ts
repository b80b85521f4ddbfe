// Messages of the page of an evaluation.

import assert from 'node:assert/strict';
import { ShapeError } from '../../../../engine/protocol/shape.js';
import { readEvaluationMessage } from '../../../../extension/evaluation/evaluationIntents.js';

describe('a message of the page of an evaluation', () => {
  it('is taken with its known fields only', () =>
    assert.deepEqual(readEvaluationMessage({ type: 'pictures', image: 'a', ofOther: true, more: 1 }), {
      ...{ type: 'pictures', image: 'a', ofOther: true },
    }));

  for (const message of [
    { type: 'pictures', image: '', ofOther: false },
    { type: 'copy', form: 'pdf' },
    { type: 'radius', radiusPx: -1 },
    { type: 'delete' },
  ])
    it(`${JSON.stringify(message)} is refused`, () =>
      assert.throws(() => readEvaluationMessage(message), ShapeError));
});
