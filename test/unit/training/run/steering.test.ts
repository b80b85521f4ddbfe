// Commands to a run, in the order in which it carries them out, and a run that gets some while it trains.

import assert from 'node:assert/strict';
import { steering } from '../../../../engine/training/run/steering.js';
import { readdir } from 'node:fs/promises';
import type { RunCommand } from '../../../../engine/protocol/runCommands.js';
import type { RunEvent } from '../../../../engine/runlog/runEvents.js';
import { sendCommand } from '../../../../engine/runs/sendCommand.js';
import { reopenRun } from '../../../../engine/records/runFolder.js';
import { resumeRun } from '../../../../engine/training/run/runTraining.js';
import { until, whatIsDue } from '../../../until.js';
import { eventsOf, tinyRuns, watching, type Watching } from '../tinyRun.js';

const RATES = { generatorRate: 1e-4, discriminatorRate: 2e-4 };

describe('commands to a run', () => {
  it('takes steps while there is no command', () => assert.equal(steering().take(), 'step'));

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

/** Waits until an event of this type is in the file. */
async function event<T extends RunEvent['type']>(dir: string, type: T) {
  const last = async () => (await eventsOf(dir)).findLast((one) => one.type === type);
  await until(async () => (await last()) !== undefined, `an event "${type}"`);
  return (await last()) as Extract<RunEvent, { readonly type: T }>;
}

/** Lets the run say its folder, and its process hear this before the first step. */
function told(...commands: readonly RunCommand[]): Watching & { readonly dir: Promise<string> } {
  let resolve: (dir: string) => void;
  const dir = new Promise<string>((done) => (resolve = done));
  const onBegun = async (begun: string) => {
    for (const command of commands) await sendCommand(begun, command);
    resolve(begun);
  };
  return { onBegun, dir };
}

const ratesOf = async (dir: string) =>
  (await eventsOf(dir)).flatMap((one) =>
    one.type === 'step' ? [[one.generatorRate, one.discriminatorRate]] : [],
  );

describe('a training run that is steered', () => {
  const runs = tinyRuns();

  it('sleeps while it is paused, and keeps a checkpoint there; no other process can take it', async () => {
    const watch = told({ command: 'pause' });
    const running = runs.start('paused', watch, { nEpochs: 0 });
    const dir = await watch.dir;
    const { step } = await event(dir, 'paused');
    await whatIsDue();
    assert.equal((await eventsOf(dir)).at(-1)!.type, 'paused');
    await sendCommand(dir, { command: 'checkpoint' });
    const checkpoint = await event(dir, 'checkpoint');
    assert.deepEqual([checkpoint.why, checkpoint.step], ['asked', step]);
    await assert.rejects(resumeRun(dir, 'cpu', watching()), /is being trained by process/);
    await sendCommand(dir, { command: 'continue' });
    assert.equal((await running).ended, true);
    const types = (await eventsOf(dir)).map(({ type }) => type);
    const meanwhile = types.slice(types.indexOf('paused'), types.indexOf('continued'));
    assert.ok(!meanwhile.includes('step'), meanwhile.join());
    await event(dir, 'continued');
    assert.ok(!(await readdir(dir)).includes('process.json'));
  }).timeout(120_000);

  it('learns with other rates from the next step on, also where it was stopped and resumed', async () => {
    const rates = { generatorRate: 5e-4, discriminatorRate: 1e-4 };
    const watch = told({ command: 'pause' }, { command: 'rates', ...rates });
    const running = runs.start('rates', watch, { nEpochs: 0, nEpochsDecay: 1 });
    const dir = await watch.dir;
    const { generatorRate, discriminatorRate } = await event(dir, 'rates');
    assert.deepEqual({ generatorRate, discriminatorRate }, rates);
    await event(dir, 'checkpoint'); // kept at once, so that a crash does not lose them
    await sendCommand(dir, { command: 'stop' });
    assert.equal((await running).ended, false);
    assert.deepEqual(await ratesOf(dir), []);
    await resumeRun(dir, 'cpu', watching());
    // A line that reaches 0 after its second epoch: all of the rate, then half of it.
    assert.deepEqual(await ratesOf(dir), [
      [5e-4, 1e-4],
      [2.5e-4, 5e-5],
    ]);
  }).timeout(120_000);

  it('is resumed with other rates where its user says so', async () => {
    const stopped = await runs.start('lower', told({ command: 'stop' }), { nEpochs: 0 });
    assert.equal(stopped.ended, false);
    await resumeRun(stopped.dir, 'cpu', watching(), { generatorRate: 1e-5 });
    assert.deepEqual(await ratesOf(stopped.dir), [[1e-5, 1e-3]]);
  }).timeout(120_000);

  it('ends where a loss is no number, says so, and keeps the checkpoint before', async () => {
    let dir = '';
    const onBegun = (begun: string) => Promise.resolve(void (dir = begun));
    await assert.rejects(
      runs.start('wild', { onBegun }, { lrG: 1e6, lrD: 1e6, norm: 'none' }),
      /Training diverged.*--lr-g/,
    );
    const events = await eventsOf(dir);
    const [alarm, ended] = events.slice(-2);
    assert.ok(alarm?.type === 'alarm' && alarm.kind === 'not-a-number');
    assert.ok(ended?.type === 'ended' && ended.why === 'failed');
    const broken = events.findLast((one) => one.type === 'step')!;
    assert.ok(Object.values(broken.losses).includes(null), 'what is no number is null');
    const { last } = await reopenRun(dir);
    for (const [name, { data }] of last?.tensors ?? []) assert.ok(data.every(Number.isFinite), name);
  }).timeout(120_000);
});
