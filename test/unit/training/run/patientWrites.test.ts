// Retries of writes on a full disk: their interval, the end of the waiting, and a run whose disk becomes full just before
// it writes its sample pictures, on a disk that really is full.

import assert from 'node:assert/strict';
import { unwritable } from '../../../../engine/files/unwritable.js';
import { patientWrites } from '../../../../engine/training/run/patientWrites.js';
import { steering } from '../../../../engine/training/run/steering.js';
import { appendFileSync, rmSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunCommand } from '../../../../engine/protocol/runCommands.js';
import { sendCommand } from '../../../../engine/runs/sendCommand.js';
import { resumeRun } from '../../../../engine/training/run/runTraining.js';
import { onSmallDisk } from '../../images/smallDisk.js';
import { eventsOf, tinyRuns, watching, type Watching } from '../tinyRun.js';
import { until, whatIsDue } from '../../../until.js';

const full = () =>
  Promise.reject(unwritable('/run/file', Object.assign(new Error('full'), { code: 'ENOSPC' })));

describe('writing into a run', () => {
  /** Writes to a disk that stays full; there is no space for the alarm either. */
  const inVain = (retryMs: number) => {
    const steered = steering();
    const tried = { times: 0 };
    const failing = () => {
      tried.times++;
      return full();
    };
    const writing = patientWrites(steered, failing, () => undefined, retryMs)(failing);
    const stop = async () => {
      steered.tell({ command: 'stop' });
      await assert.rejects(writing, /the disk is full/);
      assert.deepEqual(steered.take(), 'stop');
    };
    return { steered, tried, stop };
  };

  it('tries a full disk again after a while', async () => {
    const { tried, stop } = inVain(1);
    await until(() => tried.times > 5, 'another try');
    await stop();
  });

  it('does not try all the time, not even after a command', async () => {
    const { steered, tried, stop } = inVain(60_000);
    steered.tell({ command: 'pause' });
    await whatIsDue();
    // It tries the file and the alarm at first, and one of them after the command.
    assert.ok(tried.times <= 3, `${tried.times} tries`);
    await stop();
  });

  it('tries at once after a command: the user may have freed space', async () => {
    const steered = steering();
    let isFull = true;
    const write = patientWrites(
      steered,
      () => Promise.resolve(),
      () => undefined,
      60_000,
    );
    const writing = write(() => (isFull ? full() : Promise.resolve('written')));
    await whatIsDue();
    isFull = false;
    steered.tell({ command: 'continue' });
    assert.equal(await writing, 'written');
  });
});

const DISK_BYTES = 4 * 2 ** 20;
/** Options: pictures after each epoch; two epochs of one step. */
const OPTIONS = { sampleEveryEpochs: 1 };

describe('a disk that becomes full before sample pictures are written', () => {
  const runs = tinyRuns();

  /** Fills the disk after the checkpoint before the first pictures; when the run says that it waits, calls `meanwhile` and sends it a command. */
  function filling(disk: string, meanwhile: (dir: string) => Promise<void>, command: RunCommand) {
    const ballast = join(disk, 'ballast');
    const waits: string[] = [];
    let dir = '';
    let looked: Promise<void> | undefined;
    const watch: Watching = {
      onBegun: (begun) => Promise.resolve(void (dir = begun)),
      listeners: [
        {
          hear: (event) => {
            if (event.type === 'checkpoint' && event.step === 1 && waits.length === 0) fill(ballast);
            return Promise.resolve();
          },
        },
      ],
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

  /** Waits for the end of the present try; the next one is seconds away. */
  const noPictures = async (dir: string) => {
    const names = () => readdir(join(dir, 'samples')).catch(() => []);
    await until(async () => (await names()).length === 0, 'no incomplete file is left');
  };

  it('raises an alarm, and the run waits and continues by itself', async function () {
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

  it('ends a run that is told to stop while it waits, which can be resumed once there is space', async function () {
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

/** Fills the disk to the last block. */
function fill(path: string): void {
  const block = new Uint8Array(4096);
  try {
    for (;;) appendFileSync(path, block);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  }
}
