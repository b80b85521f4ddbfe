// A run's folder: events in complete lines, checkpoints that are complete or absent, and resumption from the last one.

import assert from 'node:assert/strict';
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckpointEvent, RunEvent } from '../../../engine/runlog/runEvents.js';
import { checkpointEvent, createRun, reopenRun, type RunFolder } from '../../../engine/records/runFolder.js';
import { readStored } from '../../../engine/reading/runCheckpoints.js';
import { steering } from '../../../engine/training/run/steering.js';
import { patientWrites } from '../../../engine/training/run/patientWrites.js';
import { until } from '../../until.js';
import { onSmallDisk, SMALL_DISK_BYTES } from '../images/smallDisk.js';

const event = (step: number, type: 'paused' | 'continued' = 'paused'): RunEvent => ({
  type,
  time: '2026-01-01T00:00:00.000Z',
  step,
});
const stored = (value: number, length = 4) => ({
  tensors: new Map([['a/weight', { shape: [length], data: new Float32Array(length).fill(value) }]]),
  state: { progress: { step: value } },
});

/** A checkpoint with its event, and as many of those before it as are to be kept. */
async function checkpoint(
  folder: RunFolder,
  step: number,
  why: CheckpointEvent['why'],
  what: Parameters<RunFolder['checkpoint']>[1],
  keepLast = 2,
): Promise<void> {
  const written = checkpointEvent(step, why);
  await folder.checkpoint(written, what);
  await folder.append(written);
  await folder.removeOld(keepLast);
}

describe('the folder of a run', () => {
  let root: string;
  let folder: RunFolder;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-folder-'));
    folder = await createRun(root, 'test', new Date(0), { name: 'test' });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const text = () => readFile(join(folder.dir, 'events.jsonl'), 'utf8');
  const checkpoints = () => readdir(join(folder.dir, 'checkpoints'));
  const goBack = async () => {
    const again = await reopenRun(folder.dir);
    await again.folder.goBack();
    return again;
  };

  it('is named after time and run', () => assert.ok(folder.dir.endsWith('1970-01-01-000000-test')));

  it('has one line an event', async () => {
    await folder.append(event(1));
    await folder.append(event(2));
    assert.deepEqual((await text()).trimEnd().split('\n').map((line) => (JSON.parse(line) as RunEvent).step), [1, 2]); // prettier-ignore
  });

  it('goes back to the beginning where there is no checkpoint', async () => {
    await folder.append(event(1));
    const { last } = await goBack();
    assert.equal(last, undefined);
    assert.equal(await text(), '');
  });

  it('goes back to its last checkpoint: the events up to it, and its own', async () => {
    await folder.append(event(1));
    await checkpoint(folder, 1, 'asked', stored(1), 2);
    const then = await text();
    await folder.append(event(2));
    const { last } = await goBack();
    assert.equal(await text(), then);
    assert.deepEqual([...last!.tensors.get('a/weight')!.data], [1, 1, 1, 1]);
    assert.deepEqual(last!.state.progress, { step: 1 });
  });

  it('has the event of a checkpoint also where the process was killed before it wrote it', async () => {
    await folder.append(event(1));
    const before = (await text()).length;
    await checkpoint(folder, 1, 'epoch', stored(1), 2);
    const whole = await text();
    await truncate(join(folder.dir, 'events.jsonl'), before);
    await goBack();
    assert.equal(await text(), whole);
  });

  it('loses half a line of a process that was killed while it wrote', async () => {
    await checkpoint(folder, 1, 'epoch', stored(1), 2);
    const whole = await text();
    await appendFile(join(folder.dir, 'events.jsonl'), '{"type":"step","ti');
    const again = await goBack();
    await again.folder.append(event(2));
    assert.equal(await text(), `${whole}${JSON.stringify(event(2))}\n`);
  });

  it('changes nothing before it goes back', async () => {
    await folder.append(event(1));
    await reopenRun(folder.dir);
    assert.notEqual(await text(), '');
  });

  it('says so where its events are shorter than they were', async () => {
    await folder.append(event(1));
    await checkpoint(folder, 1, 'epoch', stored(1), 2);
    await writeFile(join(folder.dir, 'events.jsonl'), '');
    await assert.rejects(goBack(), /events\.jsonl has 0 bytes.*copy the run's folder again/);
  });

  it('keeps as many of the last checkpoints as it is told', async () => {
    for (const step of [1, 2, 3, 4]) await checkpoint(folder, step, 'epoch', stored(step), 3);
    assert.deepEqual(await checkpoints(), ['step-000000002', 'step-000000003', 'step-000000004']);
    await checkpoint(folder, 5, 'epoch', stored(5), 1);
    assert.deepEqual(await checkpoints(), ['step-000000005']);
  });

  it('keeps a checkpoint under a name of its own, whatever becomes of the others', async () => {
    await checkpoint(folder, 1, 'epoch', stored(1), 1);
    await folder.keepAs('best', 1);
    await checkpoint(folder, 2, 'epoch', stored(2), 1);
    assert.deepEqual(await checkpoints(), ['best', 'step-000000002']);
    const state = await readFile(join(folder.dir, 'checkpoints/best/state.json'), 'utf8');
    assert.deepEqual((JSON.parse(state) as { progress: unknown }).progress, { step: 1 });
    const { last } = await goBack();
    assert.deepEqual(last!.state.progress, { step: 2 }, 'and goes on from the last one');
  });

  it('has what optimisers remember in files of its own: all in one would be too large to be read', async () => {
    const tensor = (value: number) => ({ shape: [1], data: new Float32Array([value]) });
    const tensors = new Map([
      ['dapi/weight', tensor(1)],
      ['optimiser/first/dapi/weight', tensor(2)],
      ['optimiser/second/dapi/weight', tensor(3)],
    ]);
    await checkpoint(folder, 1, 'epoch', { tensors, state: {} }, 2);
    await folder.keepAs('best', 1);
    for (const name of ['step-000000001', 'best'])
      assert.deepEqual((await readdir(join(folder.dir, 'checkpoints', name))).sort(), [
        ...['optimiser-first.safetensors', 'optimiser-second.safetensors'],
        ...['state.json', 'tensors.safetensors'],
      ]);
    const { last } = await goBack();
    assert.deepEqual(new Map(last!.tensors), tensors);
    const place = join(folder.dir, 'checkpoints', 'best');
    assert.deepEqual([...(await readStored(place, 'networks')).tensors.keys()], ['dapi/weight']);
  });

  it('keeps the last checkpoint before a step, or else the oldest', async () => {
    await folder.keepBefore('before-divergence', 9);
    assert.deepEqual(await checkpoints(), [], 'none where there is none');
    for (const step of [5, 6, 7]) await checkpoint(folder, step, 'epoch', stored(step), 3);
    const kept = async (name: string) =>
      JSON.parse(await readFile(join(folder.dir, 'checkpoints', name, 'state.json'), 'utf8')) as {
        progress: { step: number };
      };
    await folder.keepBefore('before-divergence', 6);
    assert.equal((await kept('before-divergence')).progress.step, 6);
    await folder.keepBefore('before-divergence', 2);
    assert.equal((await kept('before-divergence')).progress.step, 5);
  });

  it('writes a checkpoint of the same step again in the place of the old one', async () => {
    await checkpoint(folder, 1, 'asked', stored(1), 2);
    await checkpoint(folder, 1, 'stopped', stored(7), 2);
    const { last } = await goBack();
    assert.equal(last!.tensors.get('a/weight')!.data[0], 7);
  });

  it('takes what a killed process left half done for no checkpoint', async () => {
    await checkpoint(folder, 1, 'epoch', stored(1), 2);
    const half = join(folder.dir, 'checkpoints', '.step-000000002.00000000-1-000000000000.partial');
    await mkdir(half);
    await writeFile(join(half, 'tensors.safetensors'), 'x');
    const { last } = await goBack();
    assert.deepEqual(last!.state.progress, { step: 1 });
  });
});

describe('a disk that becomes full', () => {
  it('costs neither a whole line nor a checkpoint, and the run goes on when there is room', async function () {
    await onSmallDisk(this, async (disk) => {
      const folder = await createRun(disk, 'full', new Date(0), {});
      await folder.append(event(1));
      await checkpoint(folder, 1, 'epoch', stored(1), 2);
      const ballast = join(disk, 'ballast');
      await writeFile(ballast, new Uint8Array(SMALL_DISK_BYTES / 2));
      const events = join(folder.dir, 'events.jsonl');
      const before = await readFile(events, 'utf8');
      const large = stored(2, SMALL_DISK_BYTES / 8);
      await assert.rejects(checkpoint(folder, 2, 'epoch', large, 2), /the disk is full/);
      assert.deepEqual(await readdir(join(folder.dir, 'checkpoints')), ['step-000000001']);
      assert.equal(await readFile(events, 'utf8'), before);

      const alarms: string[] = [];
      const steered = steering();
      const told: string[] = [];
      const write = patientWrites(
        steered,
        (message) => {
          alarms.push(message);
          return Promise.resolve();
        },
        (line) => told.push(line),
        10,
      );
      let tries = 0;
      const writing = write(() => {
        tries++;
        return checkpoint(folder, 2, 'epoch', large, 2);
      });
      await until(() => tries > 3, 'several tries');
      await rm(ballast);
      await writing;
      assert.equal(alarms.length, 1, 'one alarm, however long it takes');
      assert.match(alarms[0]!, /the disk is full.*Training waits/);
      assert.equal(told.length, 1);
      const { last } = await reopenRun(folder.dir);
      assert.equal(last!.tensors.get('a/weight')!.data.length, SMALL_DISK_BYTES / 8);

      // The disk is full to the last byte: a line that does not fit leaves nothing of itself.
      const rest = new Uint8Array(4096);
      for (let full = false; !full;) await appendFile(ballast, rest).catch(() => (full = true));
      const whole = await readFile(events, 'utf8');
      const long: RunEvent = { ...event(3), type: 'alarm', kind: 'divergence', message: 'x'.repeat(5000) };
      await assert.rejects(folder.append(long), /the disk is full/);
      assert.equal((await stat(events)).size, whole.length);
      steered.tell({ command: 'stop' });
      await assert.rejects(
        write(() => folder.append(long)),
        /the disk is full/,
        'a run that is to stop, stops',
      );
      await rm(ballast);
      await folder.append(long);
      assert.equal(await readFile(events, 'utf8'), `${whole}${JSON.stringify(long)}\n`);
    });
  });
});
