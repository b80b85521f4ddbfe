import assert from 'node:assert/strict';
import { METRICS } from '../../../engine/evaluation/metrics.js';
import { differencesOf, overallOf } from '../../../engine/evaluation/overall.js';
import { scoreImage, type Cells } from '../../../engine/evaluation/scoreImage.js';
import { components } from '../../../engine/evaluation/components.js';

const mask = (text: string) => Uint8Array.from(text, (letter) => (letter === '#' ? 1 : 0));
const side = (positive: string, negative: string): Cells => ({
  masks: { width: 4, height: 1, positive: mask(positive), negative: mask(negative) },
  nuclei: { positive: components(mask(positive), 4, 1), negative: components(mask(negative), 4, 1) },
  counts: { positive: 1, negative: 1 },
});
const OPTIONS = { radiusPx: 3 };

describe('scores of an image', () => {
  it('of masks are those of pixels and nuclei, of each class, of both and of any', () => {
    const scores = scoreImage(side('##..', '...#'), side('#...', '..##'), OPTIONS);
    assert.equal(scores['dice.positive'], 2 / 3);
    assert.equal(scores['dice.negative'], 2 / 3);
    assert.equal(scores['dice.mean'], 2 / 3);
    assert.equal(scores['dice.any'], 2 / 3);
    assert.equal(scores['aji.positive'], 0.5);
    assert.equal(scores.percentError, 0);
  });
  it('of points are those of detection, and nothing else', () => {
    const points = (xs: readonly number[]) => xs.map((x) => ({ x, y: 0 }));
    const cells = (xs: readonly number[]): Cells => ({ points: { any: points(xs) } });
    assert.deepEqual(Object.keys(scoreImage(cells([0, 10]), cells([1]), OPTIONS)).sort(), [
      ...['detectionF1.any', 'detectionPrecision.any', 'detectionRecall.any', 'found.any', 'greedyF1.any'],
      ...['invented.any', 'missed.any'],
    ]);
  });
  it('are numbers of metrics that the table explains', () => {
    const ids = new Set(METRICS.map(({ id }) => id));
    for (const id of Object.keys(scoreImage(side('##..', '...#'), side('#...', '..##'), OPTIONS)))
      assert.ok(ids.has(id), id);
  });
});

describe('scores over images', () => {
  it('count cells of all images together for detection', () => {
    const image = (found: number, missed: number, invented: number) => ({
      ...{ 'found.any': found, 'missed.any': missed, 'invented.any': invented },
      'detectionF1.any': (2 * found) / (2 * found + missed + invented),
    });
    const { pooled, summaries } = overallOf([image(9, 1, 0), image(0, 1, 1)]);
    assert.equal(pooled['detectionF1.any'], 18 / 21);
    assert.equal(summaries.get('detectionF1.any')?.mean, 9 / 19);
  });
  it('test the difference of two methods image by image', () => {
    const images = (values: readonly number[]) => values.map((value) => ({ 'dice.any': value }));
    const difference = differencesOf(
      images([0.5, 0.6, 0.4, 0.7, 0.55]),
      images([0.6, 0.65, 0.52, 0.71, 0.58]),
    ).get('dice.any')!;
    assert.ok(Math.abs(difference.summary.mean - 0.062) < 1e-12);
    // Five differences of one sign: 2 of 2⁵ choices of signs are as extreme.
    assert.equal(difference.pairedPValue, 2 / 32);
  });
});
