// The Aggregated Jaccard Index, usual and as the reference has it.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import {
  aggregatedJaccard,
  referenceAggregatedJaccard,
} from '../../../engine/evaluation/aggregatedJaccard.js';
import { masksOfPicture } from '../../../engine/evaluation/classMasks.js';
import { components } from '../../../engine/evaluation/components.js';
import { readRgb } from '../../parity/postprocessManifest.js';

const FIXTURE = fileURLToPath(new URL('../../../../test/fixtures/deepliif/g_metrics/', import.meta.url));

/** A picture of one row; "#" is nucleus. */
const row = (pixels: string) =>
  components(
    Uint8Array.from(pixels, (c) => (c === '#' ? 1 : 0)),
    pixels.length,
    1,
  );

describe('the Aggregated Jaccard Index', () => {
  it('is the shared area over the joined one of nuclei and their partners', () => {
    // 2 of 4 pixels in common, then 3 of 3.
    assert.equal(aggregatedJaccard(row('###..###.'), row('.###.###.')), 5 / 7);
  });

  it('counts missed nuclei, and found ones that are not real', () => {
    assert.equal(aggregatedJaccard(row('##..###'), row('##.....')), 2 / 5);
    assert.equal(aggregatedJaccard(row('##.....'), row('##..###')), 2 / 5);
  });

  it('of the reference does not count missed nuclei', () =>
    assert.equal(referenceAggregatedJaccard(row('##..###'), row('##.....')), 1));

  it('gives a found nucleus that covers two to both, the reference only to the first', () => {
    // Unions: 5 and 5, intersections 2 and 2; the reference leaves the second out.
    assert.equal(aggregatedJaccard(row('##.##'), row('#####')), 4 / 10);
    assert.equal(referenceAggregatedJaccard(row('##.##'), row('#####')), 2 / 5);
  });

  it('takes the partner of the largest IoU, the reference the one of the largest overlap', () => {
    // The first found nucleus shares 3 of its 10 pixels with the 6 true ones, the second both of its 2.
    const [truth, found] = [row('.......######'), row('##########.##')];
    assert.equal(aggregatedJaccard(truth, found), 2 / (6 + 10));
    assert.equal(referenceAggregatedJaccard(truth, found), 3 / (13 + 2));
  });

  it('is not defined without nuclei', () => {
    assert.equal(aggregatedJaccard(row('...'), row('...')), null);
    assert.equal(referenceAggregatedJaccard(row('...'), row('...')), 0);
  });

  it('of real tiles is that of HoVer-Net', async () => {
    // An own rewriting in NumPy of get_fast_aji (Graham et al. 2019) on the same files, with 8-connected components.
    const expected = {
      refined120: [0.43128205128205127, 0.4301998386952236],
      refined120_shift3: [0.376232741617357, 0.34985437637320527],
    };
    const truth = masksOfPicture(await readRgb(join(FIXTURE, '799_2_gt.png')));
    for (const [name, indices] of Object.entries(expected)) {
      const found = masksOfPicture(await readRgb(join(FIXTURE, `799_2_${name}.png`)));
      (['positive', 'negative'] as const).forEach((kind, i) => {
        const of = (mask: Uint8Array) => components(mask, truth.width, truth.height);
        assert.ok(
          Math.abs(aggregatedJaccard(of(truth[kind]), of(found[kind]))! - indices[i]!) < 1e-12,
          `${name} ${kind}`,
        );
      });
    }
  });

  it('refuses pictures of different sizes', () =>
    assert.throws(() => aggregatedJaccard(row('##'), row('##.')), RangeError));
});

describe('connected pieces', () => {
  const grid = (...rows: string[]) => ({
    values: Uint8Array.from(rows.join(''), Number),
    width: rows[0]!.length,
    height: rows.length,
  });
  it('touch by an edge or a corner, and not around the edge of the picture', () => {
    const { values, width, height } = grid('1001', '0110', '1000', '0001');
    const found = components(values, width, height);
    assert.equal(found.count, 2);
    assert.deepEqual([...found.areas], [10, 5, 1]);
    const wrapped = grid('001', '100');
    assert.equal(components(wrapped.values, wrapped.width, wrapped.height).count, 2);
  });
  it('of different values are apart where that is asked for', () => {
    const { values, width, height } = grid('1133', '2200');
    assert.equal(components(values, width, height).count, 1);
    assert.deepEqual([...components(values, width, height, true).labels], [1, 1, 2, 2, 3, 3, 0, 0]);
  });
});
