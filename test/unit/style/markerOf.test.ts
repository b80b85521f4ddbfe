import assert from 'node:assert/strict';
import { markerOf } from '../../../engine/style/markerOf.js';

describe('marker of an image', () => {
  for (const [path, marker] of [
    ['slide3_CD8.png', 'CD8'],
    ['PD-L1/a.tif', 'PD-L1'],
    ['ki67-labelled/a.png', 'Ki67'],
    ['cd3/he_12.png', 'H&E'],
    ['ihc/her2_4.png', 'HER2'],
    ['ihc-colon.png', 'IHC'],
    ['other/hero.png', 'unknown'],
  ] as const)
    it(`${path}: ${marker}`, () => assert.equal(markerOf(path), marker));
});
