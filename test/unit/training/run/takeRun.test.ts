// One process trains a run: it writes process.json, takes commands, and other processes can tell when it is dead.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RunCommand } from '../../../../engine/protocol/runCommands.js';
import type { RunProcess } from '../../../../engine/runlog/runEvents.js';
import { processOf, SILENT_MS } from '../../../../engine/reading/processCard.js';
import { sendCommand } from '../../../../engine/runs/sendCommand.js';
import { takeRun } from '../../../../engine/training/run/takeRun.js';

const ON_UNIX = process.platform !== 'win32';

describe('the process of a run', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-taken-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const file = () => join(dir, 'process.json');
  const write = (fields: Partial<RunProcess>) =>
    writeFile(
      file(),
      JSON.stringify({
        schemaVersion: 1,
        ...{ pid: process.pid, host: hostname(), socket: join(dir, 'none.sock') },
        ...{ started: '2026-01-01T00:00:00.000Z', ...fields },
      }),
    );
  const ignore = () => undefined;
  /** Number of a process that has just ended. */
  const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

  it('is in process.json only while it trains', async () => {
    const taken = await takeRun(dir, ignore);
    const state = await processOf(dir);
    assert.equal(state.is, 'alive');
    const known = JSON.parse(await readFile(file(), 'utf8')) as RunProcess;
    assert.equal(known.pid, process.pid);
    assert.equal(known.host, hostname());
    assert.equal(await taken.isOurs(), true);
    await taken.release();
    assert.deepEqual(await readdir(dir), []);
    assert.equal((await processOf(dir)).is, 'none');
    await assert.rejects(stat(known.socket), { code: 'ENOENT' });
  });

  it('listens on a socket that no other user can reach', async function () {
    if (!ON_UNIX) return this.skip();
    const taken = await takeRun(dir, ignore);
    const { socket } = JSON.parse(await readFile(file(), 'utf8')) as RunProcess;
    assert.equal((await stat(dirname(socket))).mode & 0o777, 0o700);
    assert.equal((await stat(socket)).mode & 0o777, 0o600);
    assert.ok(Buffer.byteLength(socket) <= 103, socket);
    await taken.release();
  });

  it('is told every command, in order', async () => {
    const heard: RunCommand[] = [];
    const taken = await takeRun(dir, (command) => heard.push(command));
    const said: RunCommand[] = [
      { command: 'pause' },
      { command: 'rates', generatorRate: 1e-4, discriminatorRate: 1e-5 },
      { command: 'continue' },
      { command: 'checkpoint' },
      { command: 'stop' },
    ];
    for (const command of said) await sendCommand(dir, command);
    assert.deepEqual(heard, said);
    await taken.release();
  });

  it('answers a message that is no command with the expected form', async () => {
    const heard: RunCommand[] = [];
    const taken = await takeRun(dir, (command) => heard.push(command));
    const { socket } = JSON.parse(await readFile(file(), 'utf8')) as RunProcess;
    const client = connect(socket);
    client.setEncoding('utf8');
    client.write(
      '{"command":"dance"}\nnot json\n{"command":"rates","generatorRate":0,"discriminatorRate":1}\n',
    );
    let answers = '';
    while (answers.split('\n').length < 4) answers += String((await once(client, 'data'))[0]);
    client.destroy();
    assert.match(answers, /"ok":false,"message":"command\.command: \\"stop\\"/);
    assert.match(answers, /one line of JSON/);
    assert.match(answers, /command\.generatorRate: a number from/);
    assert.deepEqual(heard, []);
    await taken.release();
  });

  it('does not let a second one have the run', async () => {
    const taken = await takeRun(dir, ignore);
    await assert.rejects(takeRun(dir, ignore), /is being trained by process \d+ on .*deepliif runs stop/);
    await taken.release();
    await (await takeRun(dir, ignore)).release();
  });

  it('is only one of many that try at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => takeRun(dir, ignore)));
    const taken = tries.filter((one) => one.status === 'fulfilled');
    assert.equal(taken.length, 1);
    await taken[0]!.value.release();
    assert.deepEqual(await readdir(dir), []);
  });

  it('is only one of many that find the leftover of a killed process', async () => {
    for (let attempt = 0; attempt < 2; attempt++) {
      await write({ pid: deadPid() });
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => takeRun(dir, ignore)));
      const taken = tries.filter((one) => one.status === 'fulfilled');
      assert.equal(taken.length, 1);
      await taken[0]!.value.release();
    }
  });

  it('that was killed is dead, and another can take its run', async function () {
    if (!ON_UNIX) return this.skip();
    const script =
      `const { takeRun } = await import(${JSON.stringify(new URL('../../../../engine/training/run/takeRun.js', import.meta.url).href)});` +
      `await takeRun(${JSON.stringify(dir)}, () => {}); console.log('taken');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    assert.equal((await processOf(dir)).is, 'alive');
    const { socket } = JSON.parse(await readFile(file(), 'utf8')) as RunProcess;
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal((await processOf(dir)).is, 'gone');
    await assert.rejects(sendCommand(dir, { command: 'stop' }), /was killed.*--resume/);
    const taken = await takeRun(dir, ignore);
    await assert.rejects(stat(socket), { code: 'ENOENT' }, 'its socket goes with it');
    await taken.release();
  });

  it('is not another one that has its number now', async function () {
    if (!ON_UNIX) return this.skip();
    const taken = await takeRun(dir, ignore);
    const { socket } = JSON.parse(await readFile(file(), 'utf8')) as RunProcess;
    await taken.release();
    await writeFile(socket, ''); // it refuses connections, as the socket of a killed process does
    await write({ pid: process.pid, socket });
    assert.equal((await processOf(dir)).is, 'gone');
    await rm(socket);
  });

  it('on another machine keeps the run while it touches its file', async () => {
    await write({ host: 'another-machine' });
    assert.equal((await processOf(dir)).is, 'elsewhere');
    await assert.rejects(takeRun(dir, ignore), /cannot be reached from here.*process\.json/);
    await assert.rejects(sendCommand(dir, { command: 'stop' }), /on another-machine/);
  });

  it('on another machine is dead if it has not touched its file for long', async () => {
    await write({ host: 'another-machine' });
    const before = new Date(Date.now() - SILENT_MS - 1000);
    await utimes(file(), before, before);
    assert.equal((await processOf(dir)).is, 'gone');
    await (await takeRun(dir, ignore)).release();
  });

  it('is dead if its file is broken', async () => {
    await writeFile(file(), '{"pid": "no"');
    assert.equal((await processOf(dir)).is, 'gone');
    const before = new Date(Date.now() - 60_000);
    await utimes(file(), before, before);
    await (await takeRun(dir, ignore)).release();
  });

  it('of a forged file gets no command: the socket may belong to another program', async function () {
    if (!ON_UNIX) return this.skip();
    const socket = join(dir, 'other.sock');
    let connections = 0;
    const other = createServer((client) => {
      connections++;
      client.destroy();
    }).listen(socket);
    await once(other, 'listening');
    await write({ socket, pid: deadPid() });
    assert.equal((await processOf(dir)).is, 'gone');
    await assert.rejects(sendCommand(dir, { command: 'stop' }), /No process trains/);
    await (await takeRun(dir, ignore)).release();
    assert.equal(connections, 0);
    assert.ok(await stat(socket), 'nor is it removed');
    other.close();
  });

  it('gets no command if there is none', () =>
    assert.rejects(sendCommand(dir, { command: 'pause' }), /No process trains .*--resume/));
});
