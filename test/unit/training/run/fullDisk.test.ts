// A run whose disk becomes full just before it writes its sample pictures, on a disk that really is.

import assert from 'node:assert/strict';
import { appendFileSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunCommand } from '../../../../engine/protocol/runCommands.js';
import { sendCommand } from '../../../../engine/runs/sendCommand.js';
import { resumeRun, type RunWatch } from '../../../../engine/training/run/runTraining.js';
import { until } from '../../../until.js';
import { onSmallDisk } from '../../images/smallDisk.js';
import { eventsOf, tinyRuns, watching } from '../tinyRun.js';

const DISK_BYTES = 4 * 2 ** 20;
/** Pictures after each epoch; two epochs of one step. */
const OPTIONS = { sampleEveryEpochs: 1 };

describe('a disk that becomes full before sample pictures are written', () => {
  const runs = tinyRuns();

  /** Fills the disk after the first step; when the run says that it waits, `meanwhile` looks, and it is told a command. */
  function filling(disk: string, meanwhile: (dir: string) => Promise<void>, command: RunCommand) {
    const ballast = join(disk, 'ballast');
    const waits: string[] = [];
    let dir = '';
    let looked: Promise<void> | undefined;
    const watch: Partial<RunWatch> = {
      onBegun: (begun) => Promise.resolve(void (dir = begun)),
      onStep: ({ step }) => {
        if (step === 1) fill(ballast);
      },
      note: (line) => {
        if (!line.includes('Training waits')) return;
        waits.push(line);
        looked ??= meanwhile(dir).finally(() => {
          if (command.command !== 'stop') rmSync(ballast);
          return sendCommand(dir, command);
        });
        looked.catch(() => undefined); // the test awaits it
      },
    };
    return { watch, waits, ballast, looked: () => looked, dir: () => dir };
  }

  /** After the try at hand; the next one is seconds away. */
  const noPictures = async (dir: string) => {
    const names = () => readdir(join(dir, 'samples')).catch(() => []);
    await until(async () => (await names()).length === 0, 'nothing half written is left');
  };

  it('is waited for, with an alarm, and the run goes on by itself', async function () {
    await onSmallDisk(
      this,
      async (disk) => {
        const { watch, waits, looked } = filling(disk, noPictures, { command: 'continue' });
        const { dir, ended } = await runs.start('full', watch, { ...OPTIONS, out: disk });
        assert.ok(ended);
        await looked();
        assert.equal(waits.length, 1);
        assert.match(waits[0]!, /Cannot write truth in .*samples: the disk is full/);
        const alarms = (await eventsOf(dir)).filter(({ type }) => type === 'alarm');
        assert.deepEqual(
          alarms.map((event) => event.type === 'alarm' && [event.kind, event.step]),
          [['disk-full', 1]],
        );
        const told = (await eventsOf(dir)).filter((event) => event.type === 'samples');
        assert.deepEqual(
          told.map(({ step }) => step),
          [1, 2],
        );
        for (const { file } of told.flatMap(({ pictures }) => pictures))
          assert.ok((await stat(join(dir, file))).size > 0);
      },
      DISK_BYTES,
    );
  }).timeout(120_000);

  it('ends a run that is told to stop while it waits, which can be resumed when there is room', async function () {
    await onSmallDisk(
      this,
      async (disk) => {
        const { watch, ballast, looked, dir } = filling(disk, noPictures, { command: 'stop' });
        await assert.rejects(runs.start('stopped', watch, { ...OPTIONS, out: disk }), /the disk is full/);
        await looked();
        await noPictures(dir());
        rmSync(ballast);
        assert.ok((await resumeRun(dir(), 'cpu', watching())).ended);
        assert.deepEqual((await readdir(join(dir(), 'samples'))).sort(), [
          'step-000000001',
          'step-000000002',
          'truth',
        ]);
      },
      DISK_BYTES,
    );
  }).timeout(120_000);
});

/** To the last block. */
function fill(path: string): void {
  const block = new Uint8Array(4096);
  try {
    for (;;) appendFileSync(path, block);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  }
}
