import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRun, readWholeRun } from '../../../engine/reading/readRun.js';
import { summaryOf } from '../../../engine/reading/runSummary.js';
import { at, DICE, started, step, validation, writeRun } from './writtenRun.js';

const TENSORBOARD = fileURLToPath(new URL('../../../../test/fixtures/tensorboard/', import.meta.url));

describe('a run in a few numbers', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-summary-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('has how far it is, and its last and its best values', async () => {
    const events = [step(1, 4), step(2, 3), validation(2, 0.5), step(3, 2), step(4, 2.5), validation(4, 0.7)];
    const summary = summaryOf(await readRun(await writeRun(join(root, 'a'), {}, [started, ...events])));
    assert.equal(summary.status, 'dead', 'no process trains it, and it has not ended');
    assert.deepEqual([summary.step, summary.steps, summary.epoch], [4, 2000, 1]);
    assert.deepEqual(summary.losses['total/generators'], { last: 2.5, best: { step: 3, value: 2 } });
    assert.deepEqual(summary.metrics[DICE], { last: 0.7, best: { step: 4, value: 0.7 } });
    assert.equal(summary.started, at(0));
  });

  it('has the last values of tags of TensorBoard that are written rarely', async () => {
    await cp(join(TENSORBOARD, 'pytorch'), join(root, 'pytorch'), { recursive: true });
    const summary = summaryOf(await readRun(join(root, 'pytorch')));
    assert.deepEqual([summary.kind, summary.status, summary.step], ['tensorboard', 'done', 40]);
    // 1 / step up to 20, 3 / step from 21 on, in float32.
    const least = Math.fround(1 / 20);
    assert.deepEqual(summary.losses['loss/train'], {
      last: Math.fround(3 / 40),
      best: { step: 20, value: least },
    });
    assert.deepEqual(summary.losses['loss/none'], { last: 0.5, best: { step: 8, value: 0.5 } });
    assert.deepEqual(summary.metrics['val/loss']!.last, Math.fround(2 / 20));
  });

  it('says since when a loss is not a number', async () => {
    const events = [step(1, 4), step(2, null), step(3, 3), step(4, null), step(5, null), validation(5, null)];
    const summary = summaryOf(await readRun(await writeRun(join(root, 'a'), {}, [started, ...events])));
    const best = { step: 3, value: 3 };
    assert.deepEqual(summary.losses['total/generators'], { last: null, nanSince: 4, best });
    assert.deepEqual(summary.metrics[DICE], { last: null, best: null }, 'a metric that is not defined');
  });

  it('says what is wrong with its files', async () => {
    const folder = await writeRun(join(root, 'a'), { schemaVersion: 2 }, [started]);
    assert.match(summaryOf(await readWholeRun(folder)).problem!, /another version/);
  });
});
