import assert from 'node:assert/strict';
import type { ListedSweep } from '../../../../engine/reading/glanceSweep.js';
import { sweepsOfConfig } from '../../../../extension/sweeps/configSweeps.js';
import { createSweepEnds } from '../../../../extension/sweeps/sweepEnds.js';
import { sweepDescription, sweepEndText, sweepLines } from '../../../../extension/sweeps/sweepText.js';

const START = Date.parse('2026-11-30T10:00:00Z');

const sweep = (change: Partial<ListedSweep> = {}): ListedSweep => ({
  ...{ folder: '/runs/20261130-100000-lung', name: '20261130-100000-lung', title: 'lung' },
  ...{ status: 'working', live: true, phase: 'working', workers: 2, trials: 50, runs: [] },
  counts: { running: 2, complete: 8, pruned: 3, failed: 1, waiting: 0 },
  objectives: [{ metric: 'val/segmentation/l1', direction: 'minimize' }],
  best: { trial: 7, value: 0.0123456 },
  ...{ madeAtMs: START, lastMs: START + 7_500_000 },
  journal: undefined as never,
  ...change,
});
const ended = sweep({
  ...{ status: 'ended', live: false },
  ended: { reason: 'It has tried 50 trials, as asked.', atMs: START + 7_500_000 },
});

describe('a sweep in words', () => {
  it('has its counts and its best value in the list', () => {
    assert.equal(sweepDescription(sweep()), 'working · 12/50 trials · 2 running · best 0.01235');
    assert.ok(sweepLines(ended).includes('It has tried 50 trials, as asked.'));
    assert.ok(sweepLines(sweep()).includes('Minimises val/segmentation/l1'));
  });

  it('is told of once when it ends, with the reason', () => {
    const ends = createSweepEnds([], START + 8_000_000);
    assert.deepEqual(ends.ended([sweep()]), []);
    assert.deepEqual(ends.ended([ended]), [ended]);
    assert.deepEqual(ends.ended([ended]), []);
    assert.equal(
      sweepEndText(ended),
      'Sweep lung has ended: best 0.01235, 2 h 5 min. It has tried 50 trials, as asked.',
    );
  });

  it('is not told of when it was drained, and of a process that died after a second look', () => {
    const ends = createSweepEnds(['/runs/20261130-100000-lung'], START);
    assert.deepEqual(ends.ended([sweep({ status: 'stopped', live: false })]), []);
    const dead = sweep({ status: 'dead', live: false });
    assert.deepEqual(ends.ended([dead]), []);
    assert.deepEqual(ends.ended([dead]), [dead]);
    assert.match(sweepEndText(dead), /process of sweep lung died\. Resume/);
  });

  it('belongs to the configuration of its name and folder', () => {
    const of = (config: string) => sweepsOfConfig(config, '/a.deepliif-sweep.json', [ended]).length;
    assert.deepEqual(
      [
        '// a\n{"name":"lung"}',
        '{"name":"lung","out":"runs"}',
        '{"name":"lung","out":"other"}',
        '{"name":"x"}',
        '{',
      ].map(of),
      [1, 1, 0, 0, 0],
    );
  });
});
