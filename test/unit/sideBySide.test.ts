// Jobs that run side by side: which are started when, and what is shown of them.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../engine/files/packageRoot.js';
import { whatIsDue } from '../until.js';

type Say = (bytes: Buffer | string) => void;
interface Job {
  readonly name: string;
  readonly after?: readonly string[];
  readonly run: (say: Say) => Promise<object>;
}
interface Finished {
  readonly failure?: string;
  readonly output: string;
}

describe('jobs side by side', () => {
  let sideBySide: (jobs: readonly Job[], places: number, write: Say) => Promise<Map<string, object>>;
  let runCommand: (say: Say, command: string, args: readonly string[], options?: object) => Promise<Finished>;
  before(async () => {
    const url = pathToFileURL(join(packageRoot(), 'test/sideBySide.mjs')).href;
    ({ sideBySide, runCommand } = (await import(url)) as never);
  });

  let shown = '';
  const write = (bytes: Buffer | string) => void (shown += bytes.toString());
  const running: string[] = [];
  const ends = new Map<string, () => void>();
  /** A job that runs until the test ends it. */
  const job = (name: string, ...after: string[]): Job => ({
    name,
    after,
    run: async (say) => {
      running.push(name);
      say(`${name} begins\n`);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      running.splice(running.indexOf(name), 1);
      say(`${name} ends\n`);
      return { result: name };
    },
  });
  const end = async (name: string) => {
    ends.get(name)!();
    await whatIsDue();
  };
  const lines = () => shown.split('\n').filter((line) => line !== '' && !line.startsWith('──'));
  beforeEach(() => {
    shown = '';
  });

  it('are as many as there are places, in their order, each after those that it needs', async () => {
    const all = sideBySide([job('a'), job('b', 'a'), job('c', 'not asked for'), job('d')], 2, write);
    await whatIsDue();
    assert.deepEqual(running, ['a', 'c']);
    await end('c');
    assert.deepEqual(running, ['a', 'd']);
    await end('a');
    assert.deepEqual(running, ['d', 'b']);
    await end('b');
    await end('d');
    const results = await all;
    assert.deepEqual([...results.keys()], ['c', 'a', 'b', 'd']);
    const { seconds, ...result } = results.get('a') as { readonly seconds: number };
    assert.deepEqual(result, { result: 'a' });
    assert.ok(seconds >= 0);
  });

  it('are shown one at a time, the first live', async () => {
    const all = sideBySide([job('a'), job('b'), job('c')], 3, write);
    await whatIsDue();
    assert.deepEqual(lines(), ['a begins']);
    await end('b');
    assert.deepEqual(lines(), ['a begins']);
    await end('a');
    assert.deepEqual(lines(), ['a begins', 'a ends', 'b begins', 'b ends', 'c begins']);
    await end('c');
    await all;
    assert.match(
      shown,
      /── a ─+\na begins\na ends\n\n── b ─+\nb begins\nb ends\n\n── c ─+\nc begins\nc ends\n$/,
    );
  });

  it('that wait for one another are refused', () =>
    assert.rejects(sideBySide([job('a', 'b'), job('b', 'a')], 2, write), /a, b wait for one another/));

  it('may be commands, which get no input and tell how they ended', async () => {
    const node = (script: string) => runCommand(write, process.execPath, ['-e', script]);
    const script = "process.stdin.on('data', () => {}).on('end', () => console.log('no input'))";
    assert.deepEqual(await node(script), { failure: undefined, output: 'no input\n' });
    assert.equal(shown, 'no input\n');
    assert.match((await node('process.exit(3)')).failure!, / ended with exit code 3$/);
    assert.match(
      (await runCommand(write, 'no-such-program', [])).failure!,
      /^no-such-program did not start: /,
    );
  });

  it('are stopped when they hang, and say so', async () => {
    const hang = ['-e', 'console.log("begun"); setInterval(() => {}, 1000)'];
    const { failure, output } = await runCommand(write, process.execPath, hang, { longestMs: 1500 });
    assert.match(failure!, / did not end within 0\.0 minutes, and was stopped$/);
    assert.equal(output, 'begun\n');
  });

  it('do not wait for what a command leaves behind', async () => {
    const leaves = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit', detached: true });
      child.unref(); console.log(child.pid);`;
    const { failure, output } = await runCommand(write, process.execPath, ['-e', leaves], { restMs: 100 });
    assert.equal(failure, undefined);
    process.kill(Number(output));
  });
});
