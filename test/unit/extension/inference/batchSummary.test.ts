// Images that were analysed together, in words.

import assert from 'node:assert/strict';
import { batchInWords, countsInWords } from '../../../../extension/inference/batchSummary.js';

describe('a batch in words', () => {
  it('says what became of the images', () => {
    const outcomes = [{ image: { path: '/in/b.png', name: 'b' }, problem: 'no image' }];
    assert.equal(batchInWords({ outcomes, chosen: 3 }), '0 of 3 images analysed, 1 failed, 2 left out');
    assert.equal(countsInWords({ done: 2, failed: 0, chosen: 2 }), '2 of 2 images analysed');
  });
});
