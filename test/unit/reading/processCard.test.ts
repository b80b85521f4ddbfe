// Process of a run, by which the command line, the tree and the dashboard tell whether the run is alive.

import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readListedRun } from '../../../engine/reading/listRuns.js';
import { processOf, SILENT_MS } from '../../../engine/reading/processCard.js';
import { newSocket } from '../../../engine/reading/socketPlace.js';
import { started, step, writeProcess, writeRun } from './writtenRun.js';

describe('the process of a run', () => {
  let folder: string;
  let server: Server | undefined;
  beforeEach(async () => {
    folder = await writeRun(await mkdtemp(join(tmpdir(), 'deepliif-process-')), {}, [started, step(1)]);
  });
  afterEach(async () => {
    server?.close();
    server = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  const listening = async (): Promise<string> => {
    const socket = await newSocket();
    const here = createServer((connection) => connection.end());
    server = here;
    await new Promise<void>((done) => here.listen(socket, done));
    return socket;
  };
  const seen = async () => {
    const { status, live } = (await readListedRun(folder))!;
    return { is: (await processOf(folder)).is, status, live };
  };

  it('does not exist without a process.json: the run is dead and can be resumed', async () => {
    assert.deepEqual(await seen(), { is: 'none', status: 'dead', live: false });
  });

  it('is alive while it listens', async () => {
    await writeProcess(folder, { socket: await listening() });
    assert.deepEqual(await seen(), { is: 'alive', status: 'running', live: true });
  });

  it('is dead if another process has its number now: the run can be resumed and deleted', async function () {
    if (process.platform === 'win32') return this.skip();
    const socket = await newSocket();
    await writeFile(socket, ''); // it refuses connections, as the socket of a killed process does
    await writeProcess(folder, { pid: process.pid, socket });
    assert.deepEqual(await seen(), { is: 'gone', status: 'dead', live: false });
    await rm(socket);
  });

  it('is elsewhere if it runs on another machine and has touched its file recently', async () => {
    await writeProcess(folder, { host: 'cluster-7' });
    assert.deepEqual(await seen(), { is: 'elsewhere', status: 'elsewhere', live: false });
  });

  it('is dead if it has not touched its file for long, on any machine', async () => {
    await writeProcess(folder, { host: 'cluster-7' });
    const longAgo = new Date(Date.now() - SILENT_MS - 60_000);
    await utimes(join(folder, 'process.json'), longAgo, longAgo);
    assert.deepEqual(await seen(), { is: 'gone', status: 'dead', live: false });
  });

  for (const broken of ['{"pid":', '[]', '{"schemaVersion":2,"pid":1}'])
    it(`is dead if its file is broken: ${broken}`, async () => {
      await writeFile(join(folder, 'process.json'), broken);
      assert.deepEqual(await seen(), { is: 'gone', status: 'dead', live: false });
    });
});
