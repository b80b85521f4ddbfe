// Picture of log2 areas: colours of the reference (HelperFunctions.py, create_log_area_mask), partners, missed nuclei.

import assert from 'node:assert/strict';
import { areaPicture, colourOf } from '../../../engine/evaluation/areaPicture.js';
import { areaRatios } from '../../../engine/evaluation/areaRatios.js';
import { components } from '../../../engine/evaluation/components.js';
import { sampledLabels, sizeWithin } from '../../../engine/evaluation/drawLabels.js';

/** Pieces of a picture in letters; "." is background. */
const pieces = (...rows: readonly string[]) =>
  components(
    [...rows.join('')].map((letter) => (letter === '.' ? 0 : 1)),
    rows[0]!.length,
    rows.length,
  );

describe('areas of predicted nuclei', () => {
  it('are compared with the true nucleus that shares most pixels, within ±2', () => {
    const truth = pieces('aa....', 'aa..b.', '......');
    const predicted = pieces('aaaa..', 'aaaa.c', '......');
    const { log2, isMissed } = areaRatios(truth, predicted);
    assert.equal(log2[1], 1, '8 px over 4 px');
    assert.deepEqual([...isMissed], [0, 0, 1], 'the second true nucleus shares no pixel');
    assert.ok(Number.isNaN(log2[2]), 'the second predicted nucleus has no partner');
    assert.equal(areaRatios(pieces('a........'), pieces('aaaaaaaaa')).log2[1], 2);
  });

  it('have the colours of the reference', () => {
    assert.deepEqual(colourOf(0.5, 'red'), [255, 0, 0]);
    assert.deepEqual(colourOf(2, 'red'), [63, 0, 0], 'dark if too large');
    assert.deepEqual(colourOf(-1, 'blue'), [128, 128, 255], 'pale if too small');
    assert.deepEqual(colourOf(NaN, 'blue'), [255, 255, 0], 'yellow without a partner');
  });

  it('are drawn in the hue of their class, missed nuclei as yellow outlines', () => {
    const classes = [{ colour: 'red', truth: pieces('aa..b'), predicted: pieces('aa...') }] as const;
    const { data } = areaPicture(classes, { width: 5, height: 1 });
    assert.deepEqual([...data], [255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 0]);
  });

  it('of a truth without classes are missed only if both classes miss them', () => {
    const truth = pieces('aa..b');
    const classes = [
      { colour: 'red', truth, predicted: pieces('aa...') },
      { colour: 'blue', truth, predicted: pieces('....b') },
    ] as const;
    const { data } = areaPicture(classes, { width: 5, height: 1 });
    assert.deepEqual([...data.slice(0, 3)], [255, 0, 0]);
    assert.deepEqual([...data.slice(12)], [0, 0, 255]);
  });
});

describe('label images', () => {
  it('are made smaller by sampling, so that no number is mixed with another', () => {
    const labels = Int32Array.from([1, 1, 9, 9, 1, 1, 9, 9]);
    assert.deepEqual([...sampledLabels(labels, { width: 4, height: 2 }, { width: 2, height: 1 })], [1, 9]);
  });

  it('keep their shape within a longest side', () =>
    assert.deepEqual(sizeWithin({ width: 2000, height: 1000 }, 500), { width: 500, height: 250 }));
});
