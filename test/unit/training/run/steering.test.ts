// What a run was told, and in which order it does it.

import assert from 'node:assert/strict';
import { steering } from '../../../../engine/training/run/steering.js';

const RATES = { generatorRate: 1e-4, discriminatorRate: 2e-4 };

describe('a run that is steered', () => {
  it('takes steps while nobody says anything', () => assert.equal(steering().take(), 'step'));

  it('keeps a checkpoint once for each time that it was asked', () => {
    const run = steering();
    run.tell({ command: 'checkpoint' });
    assert.deepEqual([run.take(), run.take()], ['checkpoint', 'step']);
  });

  it('waits while it is paused, and still changes its rates and keeps checkpoints', () => {
    const run = steering();
    run.tell({ command: 'pause' });
    run.tell({ command: 'checkpoint' });
    run.tell({ command: 'rates', ...RATES });
    assert.deepEqual([run.take(), run.take(), run.take(), run.take()], [RATES, 'checkpoint', 'wait', 'wait']);
    run.tell({ command: 'continue' });
    assert.equal(run.take(), 'step');
  });

  it('takes the last rates that it was told', () => {
    const run = steering();
    run.tell({ command: 'rates', generatorRate: 1, discriminatorRate: 1 });
    run.tell({ command: 'rates', ...RATES });
    assert.deepEqual([run.take(), run.take()], [RATES, 'step']);
  });

  it('stops before anything else, paused or not, and stays stopped', () => {
    const run = steering();
    run.tell({ command: 'pause' });
    run.tell({ command: 'checkpoint' });
    run.tell({ command: 'stop' });
    assert.deepEqual([run.take(), run.take()], ['stop', 'stop']);
    assert.ok(run.stopping);
  });

  it('sleeps until there is news', async () => {
    const run = steering();
    run.tell({ command: 'pause' });
    run.take();
    let awake = false;
    const sleeping = run.news().then(() => (awake = true));
    await new Promise(setImmediate);
    assert.equal(awake, false);
    run.tell({ command: 'continue' });
    await sleeping;
  });

  it('does not miss what is said before it falls asleep', async () => {
    const run = steering();
    run.take();
    run.tell({ command: 'stop' });
    await run.news();
  });

  it('waits for more news without hearing old ones again, and forgets none', async () => {
    const run = steering();
    run.tell({ command: 'pause' });
    let awake = false;
    const waiting = run.moreNews(run.told, 60_000).then(() => (awake = true));
    await new Promise(setImmediate);
    assert.equal(awake, false, 'it was told before');
    run.tell({ command: 'checkpoint' });
    await waiting;
    await run.news();
    assert.deepEqual([run.take(), run.take()], ['checkpoint', 'wait']);
    await run.moreNews(0, 60_000);
    await run.moreNews(run.told, 1);
  });
});
