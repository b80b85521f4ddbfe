// The life of an engine process: how it is started, that its output is kept, and that nothing is left of it.

import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AnalyseParams } from '../../../../engine/protocol/requests.js';
import { environment, startProcess, type EngineProcess } from '../../../../extension/engine/process.js';
import { until } from '../../../until.js';
import { isRunning, testEngine, testLog, window } from './scripts.js';

describe('an engine process', () => {
  const ask = (engine: EngineProcess, image: string): Promise<unknown> =>
    engine.connection.request('image/analyse', { image } as AnalyseParams);

  it('does not get the flags of the extension host, such as its debugger port', async () => {
    const own = process.execArgv;
    process.execArgv = ['--title=extension host'];
    try {
      const engine = startProcess(testEngine, testLog());
      assert.deepEqual(await ask(engine, 'flags'), []);
      await engine.stop();
    } finally {
      process.execArgv = own;
    }
  });

  it('is told to be Node where the executable is Electron, and only there', () => {
    assert.equal(environment('35.1.5').ELECTRON_RUN_AS_NODE, '1');
    assert.equal(environment(undefined).ELECTRON_RUN_AS_NODE, process.env.ELECTRON_RUN_AS_NODE);
  });

  it('prints into the log', async () => {
    const log = testLog();
    const engine = startProcess(testEngine, log);
    await ask(engine, 'print');
    await until(() => log.lines.length === 2, 'two lines in the log');
    assert.deepEqual(log.lines.sort(), ['info: to stdout', 'warn: to stderr']);
    await engine.stop();
  });

  it('says in the log why it could not start', async () => {
    const log = testLog();
    const engine = startProcess('/nowhere/main.js', log);
    await assert.rejects(ask(engine, 'flags'), /exit code 1/);
    await until(
      () => log.lines.some((line) => line.includes("Cannot find module '/nowhere/main.js'")),
      'reason',
    );
  });

  it('cancels what it does and exits by itself when it is stopped', async () => {
    const engine = startProcess(testEngine, testLog());
    ask(engine, 'run until cancelled').catch(() => undefined);
    await engine.stop();
    assert.equal(await engine.ended, 'exit code 0');
  });

  it('is killed when it does not hear that it should stop', async () => {
    const engine = startProcess(testEngine, testLog());
    await new Promise<void>((begun) => {
      const params = { image: 'never end' } as AnalyseParams;
      const options = { report: () => begun() };
      engine.connection.request('image/analyse', params, options).catch(() => undefined);
    });
    await engine.stop(100);
    assert.equal(await engine.ended, 'signal SIGKILL');
  });

  it('is no orphan when its window is killed', async () => {
    const killed = fork(window);
    const [pid] = (await once(killed, 'message')) as [number];
    assert.ok(isRunning(pid));
    killed.kill('SIGKILL');
    await until(() => !isRunning(pid), 'the engine ends with its window');
  });
});
