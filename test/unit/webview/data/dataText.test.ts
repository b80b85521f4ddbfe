// Sums and texts of the page with the data check.

import assert from 'node:assert/strict';
import type { CheckedSample } from '../../../../engine/protocol/dataCheck.js';
import { balanceOf, layoutText, sizeText } from '../../../../webview/data/dataText.js';

const sample = (name: string, width: number, positive: number): CheckedSample => ({
  split: 'train',
  name,
  width,
  height: 512,
  blank: [],
  registration: {},
  balance: {
    positiveCells: positive,
    negativeCells: 10 - positive,
    positivePixels: 100,
    negativePixels: 200,
    pixels: 1000,
  },
});

describe('the page of the data check', () => {
  const samples = [sample('a', 512, 2), sample('b', 256, 3)];

  it('sums cells and pixels of a split', () => {
    assert.deepEqual(balanceOf({ samples }, 'train'), {
      positiveCells: 5,
      negativeCells: 15,
      positiveShare: 0.25,
      positivePixelShare: 0.1,
    });
    assert.equal(balanceOf({ samples }, 'val'), undefined);
  });

  it('says the size of tiles, or how many sizes there are', () => {
    assert.equal(sizeText({ samples: samples.slice(0, 1) }, 'train'), '512 × 512 px');
    assert.equal(sizeText({ samples }, 'train'), '2 sizes');
  });

  it('says what the folder was taken for', () =>
    assert.equal(
      layoutText({ layout: 'folders', panels: ['ihc', 'segmentation'] }),
      'Each sample has a file of the same name in 2 folders: ihc, segmentation.',
    ));
});
