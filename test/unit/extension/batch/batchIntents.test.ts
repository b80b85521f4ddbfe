// Messages of a batch's page.

import assert from 'node:assert/strict';
import { readBatchMessage } from '../../../../extension/batch/batchIntents.js';

describe('messages of the page of a batch', () => {
  it('name images by their numbers', () =>
    assert.deepEqual(readBatchMessage({ type: 'again', images: [0, 2] }), { type: 'again', images: [0, 2] }));

  for (const message of [{ type: 'open', image: -1 }, { type: 'again', images: ['/etc'] }, { type: 'run' }])
    it(`are refused in another form: ${JSON.stringify(message)}`, () =>
      assert.throws(() => readBatchMessage(message), { name: 'ShapeError' }));
});
