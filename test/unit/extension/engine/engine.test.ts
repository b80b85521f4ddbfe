// The engine over many lives of its process.

import assert from 'node:assert/strict';
import type { AnalyseParams } from '../../../../engine/protocol/requests.js';
import { HEALTHY_AFTER_MS, restartDelayMs } from '../../../../extension/engine/backOff.js';
import { EngineGoneError } from '../../../../extension/engine/connection.js';
import { Engine, type EngineOptions, type EngineState } from '../../../../extension/engine/engine.js';
import { until } from '../../../until.js';
import { crashingEngine, oldEngine, testEngine, testLog } from './scripts.js';

describe('the engine', () => {
  let engine: Engine;
  let states: EngineState[];
  afterEach(() => engine.stop());

  function make(options: Partial<EngineOptions> = {}): Engine {
    states = [];
    const changed = (state: EngineState) => states.push(state);
    engine = new Engine({ script: testEngine, log: testLog(), changed, delayMs: () => 10, ...options });
    return engine;
  }
  const ask = (image: string, signal?: AbortSignal): Promise<unknown> =>
    engine.request('image/analyse', { image } as AnalyseParams, signal ? { signal } : {});
  const names = () => states.map(({ name }) => name);

  it('is started by the first request, and tells when it is busy', async () => {
    make();
    assert.equal(engine.state.name, 'stopped');
    await Promise.all([ask('flags'), ask('flags')]);
    assert.deepEqual(names().slice(0, 2), ['starting', 'ready']);
    assert.deepEqual(
      states.map((state) => (state.name === 'ready' ? state.busy : undefined)).slice(1),
      [0, 1, 2, 1, 0],
    );
  });

  it('prepares every new process before it answers, and works if that fails', async () => {
    const prepared: string[] = [];
    make({
      prepare: async (request) => {
        prepared.push(engine.state.name);
        await request('image/analyse', { image: 'flags' } as AnalyseParams);
        throw new Error('nothing to prepare');
      },
    });
    assert.deepEqual(await ask('flags'), []);
    await assert.rejects(ask('crash'), /exit code 7/);
    assert.deepEqual(await ask('flags'), []);
    assert.deepEqual(prepared, ['starting', 'starting']);
  });

  it('starts again after a crash, and answers what was asked in between', async () => {
    make();
    await assert.rejects(ask('crash'), /exit code 7/);
    assert.deepEqual(await ask('flags'), []);
    assert.deepEqual(
      names().filter((name, i, all) => name !== all[i - 1]),
      ['starting', 'ready', 'crashed', 'starting', 'ready'],
    );
  });

  it('starts again after it was killed while it was idle', async () => {
    make();
    await assert.rejects(ask('kill itself'), /SIGKILL/);
    await until(() => engine.state.name === 'ready', 'ready again');
  });

  it('stops restarting when it keeps crashing, until the user restarts it', async () => {
    make({ script: crashingEngine, delayMs: (crashes) => (crashes < 3 ? 1 : undefined) });
    await assert.rejects(ask('flags'), /exit code 3/);
    await until(() => engine.state.name === 'failed', 'failed');
    assert.equal(names().filter((name) => name === 'starting').length, 3);
    await assert.rejects(ask('flags'), /ended 3 times in a row \(exit code 3\).*Restart Engine/);
    await assert.rejects(engine.restart(), EngineGoneError);
    assert.equal(names().filter((name) => name === 'starting').length, 4);
  });

  it('restarts on request, rejecting what was pending', async () => {
    make();
    const pending = assert.rejects(ask('run until cancelled'), /was stopped/);
    await until(() => engine.state.name === 'ready', 'ready');
    await engine.restart();
    await pending;
    assert.deepEqual(await ask('flags'), []);
  });

  it('does not talk to an engine of another version', async () => {
    make({ script: oldEngine });
    await assert.rejects(ask('flags'), /version 0 of the protocol.*Install the extension again/);
    assert.equal(engine.state.name, 'failed');
  });

  it('can be stopped while it waits to start again', async () => {
    make({ delayMs: () => 60_000 });
    await assert.rejects(ask('crash'));
    await until(() => engine.state.name === 'crashed', 'crashed');
    const waiting = assert.rejects(ask('flags'), EngineGoneError);
    await engine.stop();
    await waiting;
    assert.equal(engine.state.name, 'stopped');
  });

  it('lets a request be cancelled while it waits to start again', async () => {
    make({ delayMs: () => 60_000 });
    await assert.rejects(ask('crash'));
    await assert.rejects(ask('flags', AbortSignal.timeout(10)), { code: 'cancelled' });
  });
});

describe('the wait before a restart', () => {
  it('doubles from half a second, and ends after five restarts', () =>
    assert.deepEqual([1, 2, 3, 4, 5, 6].map(restartDelayMs), [500, 1000, 2000, 4000, 8000, undefined]));

  it('is shorter in sum than the life that counts as healthy, so that a crash at start always ends the tries', () =>
    assert.ok(500 + 1000 + 2000 + 4000 + 8000 < HEALTHY_AFTER_MS));
});
