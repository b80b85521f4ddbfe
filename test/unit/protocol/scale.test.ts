// The scale of an analysis in words, as every place that shows a score says it.

import assert from 'node:assert/strict';
import {
  magnificationInWords,
  scaleInBrief,
  scaleInWords,
  type ScaleOfTile,
} from '../../../engine/protocol/scale.js';

describe('a scale in words', () => {
  const sentences: readonly (readonly [string, ScaleOfTile])[] = [
    [
      "20x: tiles of 256 px, by the file's 0.5 µm per pixel (model: 0.25)",
      { basis: 'file', mpp: 0.5, modelMpp: 0.25, tilePx: 256 },
    ],
    [
      '40x: tiles of 512 px, by the given 0.2325 µm per pixel (model: 0.25)',
      { basis: 'mpp', mpp: 0.23249, modelMpp: 0.25, tilePx: 512 },
    ],
    [
      "10x: tiles of 128 px, by the folder's 1 µm per pixel (model: 0.25)",
      { basis: 'folder', mpp: 1, modelMpp: 0.25, tilePx: 128 },
    ],
    [
      "magnification unknown: taken as the model's 40x, tiles of 512 px",
      { basis: 'assumed', modelMpp: 0.25, tilePx: 512 },
    ],
    ['magnification of the model unknown: its own tiles of 512 px', { basis: 'assumed', tilePx: 512 }],
    [
      'tiles of 256 px, as given (model: 0.25 µm per pixel)',
      { basis: 'tilePx', modelMpp: 0.25, tilePx: 256 },
    ],
  ];
  for (const [sentence, scale] of sentences)
    it(`is "${sentence}"`, () => assert.equal(scaleInWords(scale), sentence));

  it('is short in a header', () =>
    assert.deepEqual(
      [
        scaleInBrief({ basis: 'file', mpp: 0.5, modelMpp: 0.25, tilePx: 256 }),
        scaleInBrief({ basis: 'assumed', modelMpp: 0.25, tilePx: 512 }),
        scaleInBrief({ basis: 'tilePx', modelMpp: 0.25, tilePx: 256 }),
      ],
      ['20x · 256 px tiles', '40x assumed · 512 px tiles', '256 px tiles'],
    ));

  it('names the magnification of a scanner, or one between them as about so much', () =>
    assert.deepEqual([0.23, 0.25, 0.275, 0.499, 1, 0.37].map(magnificationInWords), [
      '40x',
      '40x',
      '40x',
      '20x',
      '10x',
      'about 27x',
    ]));
});
