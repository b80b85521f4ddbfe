// Facts read off the document of an evaluation: leading metric, order, table, command line, differences in words.

import assert from 'node:assert/strict';
import { METRICS } from '../../../engine/evaluation/metrics.js';
import { differenceInWords } from '../../../engine/protocol/differenceWords.js';
import {
  evaluationCommand,
  evaluationRows,
  leadingMetric,
  tableMetrics,
  worstFirst,
} from '../../../engine/protocol/evaluations.js';

const image = (name: string, scores: Readonly<Record<string, number>>) => ({
  ...{ name, kind: 'masks' as const, scores },
});
const document = {
  metrics: METRICS,
  images: [
    image('a', { 'detectionF1.mean': 0.8, 'greedyF1.any': 0.7 }),
    image('b', {}),
    image('c', { 'detectionF1.mean': 0.5 }),
  ],
};

describe('an evaluation', () => {
  it('ranks images by the most telling metric that most of them have, the worst first', () => {
    const leading = leadingMetric(document)!;
    assert.equal(leading.id, 'detectionF1.mean');
    assert.deepEqual(worstFirst(document, leading), [2, 0, 1]);
    assert.deepEqual(worstFirst(document, { id: 'detectionF1.mean', better: 'lower' }), [0, 2, 1]);
  });

  it('has a short table, and all metrics in its file', () => {
    assert.deepEqual(
      tableMetrics(document).map(({ id }) => id),
      ['detectionF1.mean'],
    );
    assert.deepEqual(evaluationRows(document)[0], ['image', 'detectionF1.mean', 'greedyF1.any']);
    assert.deepEqual(evaluationRows(document)[2], ['b', undefined, undefined]);
  });

  it('names the command that repeats it', () =>
    assert.equal(
      evaluationCommand({ prediction: '/a/my results', truth: '/a/it’s', against: "/b'c", radiusPx: 6 }),
      String.raw`deepliif evaluate --pred '/a/my results' --truth '/a/it’s' --against '/b'\''c' --radius 6`,
    ));
});

describe('a difference in words', () => {
  const dice = METRICS.find(({ id }) => id === 'dice.mean')!;
  const error = METRICS.find(({ id }) => id === 'percentError')!;
  const summary = { count: 12, mean: -0.034, standardDeviation: 0.05, interval: [-0.06, -0.01] as const };
  const difference = { count: 12, summary, pairedPValue: 0.012, rankSumPValue: 0.2, normalityPValue: 0.6 };

  it('says how large it is, for whom, and how sure', () => {
    const words = differenceInWords(dice, difference);
    assert.match(words, /^Dice, mean of both classes: the other results are worse by 0\.034 on average/);
    assert.match(words, /95 % interval −0\.060 to −0\.010, 12 images/);
    assert.match(words, /unlikely by chance \(Wilcoxon’s signed ranks, p = 0\.012/);
  });

  it('counts a lower error as better', () =>
    assert.match(differenceInWords(error, difference), /the other results are better by/));

  it('says so if there is none', () =>
    assert.match(
      differenceInWords(dice, { ...difference, pairedPValue: null }),
      /equal on all of 12 images/,
    ));
});
