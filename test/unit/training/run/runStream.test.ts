// The stream of a run's events: who hears what in which order, and what listeners may do.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unwritable } from '../../../../engine/files/unwritable.js';
import type { ListenedRun, RunListener } from '../../../../engine/records/runListener.js';
import type { RunEvent } from '../../../../engine/runlog/runEvents.js';
import { openStream } from '../../../../engine/training/run/runStream.js';
import { steering } from '../../../../engine/training/run/steering.js';
import { eventsOf, tinyRuns } from '../tinyRun.js';

const event = (step: number, type: 'paused' | 'continued' = 'paused'): RunEvent => ({
  type,
  time: '2026-01-01T00:00:00.000Z',
  step,
});

/** A listener that writes "<name> <type> <step>" down, and then does something else. */
function noting(
  heard: string[],
  name: string,
  then: (heard: RunEvent, run: ListenedRun) => void | Promise<void> = () => undefined,
): RunListener {
  return {
    hear: async (one, run) => {
      heard.push(`${name} ${one.type} ${one.step}`);
      await then(one, run);
    },
  };
}

function streamOf(...listeners: readonly RunListener[]) {
  const steered = steering();
  const notes: string[] = [];
  return { stream: openStream('/run', listeners, steered, (line) => notes.push(line)), steered, notes };
}

describe('the stream of a run’s events', () => {
  it('brings an event to every listener, in their order, before the next event', async () => {
    const heard: string[] = [];
    const slow = noting(heard, 'first', () => new Promise((resolve) => setImmediate(resolve)));
    const { stream } = streamOf(slow, noting(heard, 'second'));
    await stream.emit(event(1));
    await stream.emit(event(2));
    assert.deepEqual(heard, ['first paused 1', 'second paused 1', 'first paused 2', 'second paused 2']);
  });

  it('brings an event of a listener’s own to everybody after the current one', async () => {
    const heard: string[] = [];
    const answering = noting(heard, 'second', ({ type, step }, { emit }) => {
      if (type === 'paused') emit(event(step, 'continued'));
    });
    const { stream } = streamOf(noting(heard, 'first'), answering, noting(heard, 'third'));
    await stream.emit(event(1));
    assert.deepEqual(heard, [
      ...['first paused 1', 'second paused 1', 'third paused 1'],
      ...['first continued 1', 'second continued 1', 'third continued 1'],
    ]);
  });

  describe('with a listener that throws', () => {
    const broken = new Error('broken');
    const throwing = (heard: string[]) =>
      noting(heard, 'second', () => {
        throw broken;
      });

    it('fails after those before it have heard the event', async () => {
      const heard: string[] = [];
      const { stream } = streamOf(noting(heard, 'first'), throwing(heard), noting(heard, 'third'));
      await assert.rejects(stream.emit(event(1)), broken);
      assert.deepEqual(heard, ['first paused 1', 'second paused 1']);
    });

    it('tells its failure to all others, and notes what still goes wrong', async () => {
      const heard: string[] = [];
      const { stream, notes } = streamOf(noting(heard, 'first'), throwing(heard), noting(heard, 'third'));
      await stream.emitLast([event(1), event(2)]);
      assert.deepEqual(
        heard.filter((line) => !line.startsWith('second')),
        ['first paused 1', 'third paused 1', 'first paused 2', 'third paused 2'],
      );
      assert.deepEqual(notes, ['broken', 'broken']);
    });
  });

  it('repeats an event for a listener that met a full disk, and for no other; an alarm goes before', async () => {
    const heard: string[] = [];
    let isFull = true;
    const writing = noting(heard, 'second', ({ type }) => {
      if (isFull && type !== 'alarm')
        throw unwritable('/run/file', Object.assign(new Error('full'), { code: 'ENOSPC' }));
    });
    const { stream, steered, notes } = streamOf(noting(heard, 'first'), writing, noting(heard, 'third'));
    const emitting = stream.emit(event(1));
    while (!heard.includes('third alarm 1')) await new Promise((resolve) => setImmediate(resolve));
    isFull = false;
    steered.tell({ command: 'continue' }); // looks again at once
    await emitting;
    assert.deepEqual(
      heard.filter((line) => !line.startsWith('second')),
      ['first paused 1', 'first alarm 1', 'third alarm 1', 'third paused 1'],
    );
    assert.match(notes.join(), /the disk is full.*continues by itself/);
  });

  it('gathers what listeners remember for checkpoints', () => {
    const hear = () => Promise.resolve();
    const { stream } = streamOf({ hear, remembers: () => ({ best: 1 }) }, { hear }, { hear, remembers: () => ({ seen: 2 }) }); // prettier-ignore
    assert.deepEqual(stream.remembered(), { best: 1, seen: 2 });
  });

  it('closes every listener, the last one first, whatever the others do', async () => {
    const closed: number[] = [];
    const hear = () => Promise.resolve();
    const closing = (n: number): RunListener => ({ hear, close: () => Promise.resolve(void closed.push(n)) });
    const { stream, notes } = streamOf(
      closing(1),
      { hear, close: () => Promise.reject(new Error('stuck')) },
      closing(3),
    );
    await stream.close();
    assert.deepEqual(closed, [3, 1]);
    assert.deepEqual(notes, ['stuck']);
  });

  it('keeps the first reason of those who ask the run to stop', async () => {
    const asking = (reason: string): RunListener => ({
      hear: (_, run) => Promise.resolve(run.stop(reason)),
    });
    const { stream, steered } = streamOf(asking('no hope'), asking('late'));
    assert.equal(stream.stopReason, undefined);
    await stream.emit(event(1));
    assert.equal(stream.stopReason, 'no hope');
    assert.equal(steered.take(), 'stop');
  });
});

describe('a run with a listener', () => {
  const runs = tinyRuns();

  it('has the event on disk before the listener hears of it', async () => {
    const ahead: string[] = [];
    const reading: RunListener = {
      hear: async (heard, { dir }) => {
        const last = (await eventsOf(dir)).at(-1)!;
        if (JSON.stringify(last) !== JSON.stringify(heard)) ahead.push(heard.type);
      },
    };
    await runs.start('recorded', { listeners: [reading] });
    assert.deepEqual(ahead, []);
  }).timeout(120_000);

  it('has no checkpoint that is ahead of its events, those of listeners among them', async () => {
    const checked: number[] = [];
    const alarming: RunListener = {
      hear: async (heard, { dir, emit }) => {
        const { time, step } = heard;
        if (heard.type === 'step') emit({ type: 'alarm', time, step, kind: 'divergence', message: 'test' });
        if (heard.type !== 'checkpoint') return;
        const file = join(dir, heard.folder, 'state.json');
        const { eventsBytes } = JSON.parse(await readFile(file, 'utf8')) as { eventsBytes: number };
        const counted = (await readFile(join(dir, 'events.jsonl'))).subarray(0, eventsBytes).toString();
        const events = counted.trimEnd().split('\n').map((line) => JSON.parse(line) as RunEvent); // prettier-ignore
        assert.deepEqual(
          events.filter((one) => one.step === step && /step|alarm/.test(one.type)).map(({ type }) => type),
          ['step', 'alarm'],
        );
        checked.push(step);
      },
    };
    await runs.start('ahead', { listeners: [alarming] });
    assert.deepEqual(checked, [1, 2]);
  }).timeout(120_000);

  it('stops where the listener asks for it: before the next step, with a checkpoint and the reason', async () => {
    const pruner: RunListener = {
      hear: (heard, { stop }) =>
        Promise.resolve(heard.type === 'step' ? stop('Pruned: worse than the others.') : undefined),
      remembers: () => ({ pruned: true }),
    };
    // Three epochs of one step would follow.
    const { dir, ...outcome } = await runs.start('pruned', { listeners: [pruner] }, { nEpochs: 3 });
    assert.deepEqual(outcome, { ended: false, step: 1, stopReason: 'Pruned: worse than the others.' });
    const events = await eventsOf(dir);
    assert.equal(events.filter(({ type }) => type === 'step').length, 1);
    const ended = events.at(-1)!;
    assert.ok(ended.type === 'ended' && ended.why === 'stopped');
    assert.equal(ended.message, 'Pruned: worse than the others.');
    const last = events.findLast((one) => one.type === 'checkpoint')!;
    assert.equal(last.why, 'stopped');
    const state = await readFile(join(dir, last.folder, 'state.json'), 'utf8');
    assert.equal((JSON.parse(state) as { pruned: boolean }).pruned, true, 'and what it remembers');
  }).timeout(120_000);

  it('fails with the error of a listener that throws, and says so in its record', async () => {
    let dir = '';
    const throwing: RunListener = {
      hear: (heard, run) => {
        ({ dir } = run);
        return heard.type === 'step' ? Promise.reject(new Error('a defect')) : Promise.resolve();
      },
    };
    await assert.rejects(runs.start('thrown', { listeners: [throwing] }), /a defect/);
    const [step, ended] = (await eventsOf(dir)).slice(-2);
    assert.equal(step!.type, 'step');
    assert.ok(ended!.type === 'ended' && ended!.why === 'failed' && ended!.message === 'a defect');
  }).timeout(120_000);
});
