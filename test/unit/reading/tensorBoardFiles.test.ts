// TensorBoard's folders read as TensorBoard reads them: files of PyTorch and TensorFlow 2 (test/fixtures/tensorboard,
// whose make.py has written expected.json by TensorBoard's own EventAccumulator), growing, cut and damaged.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import {
  placeOfPicture,
  reduceTensorBoard,
  type TensorBoardRun,
} from '../../../engine/runlog/tensorBoardRun.js';
import { PIECE_LIMITS } from '../../../engine/reading/limits.js';
import {
  glanceAtTensorBoard,
  readTensorBoard,
  readTensorBoardPicture,
} from '../../../engine/reading/tensorBoardFiles.js';
import { maskedCrc32c } from '../../../engine/reading/crc32c.js';
import { encodeRecord, type TensorBoardEvent } from '../../../engine/records/tensorBoardEvents.js';

const FIXTURES = fileURLToPath(new URL('../../../../test/fixtures/tensorboard/', import.meta.url));
interface Expected {
  readonly scalars: Readonly<
    Record<string, readonly (readonly [step: number, value: number | null, time: number])[]>
  >;
  readonly images: Readonly<
    Record<string, readonly (readonly [step: number, width: number, height: number])[]>
  >;
}
const expected = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as Readonly<
  Record<'pytorch' | 'tensorflow', Expected>
>;

async function readOn(folder: string, run: TensorBoardRun, limits = PIECE_LIMITS): Promise<number> {
  for (let pieces = 1; ; pieces++) {
    const piece = await readTensorBoard(folder, run.places, limits);
    run.add(piece);
    if (!piece.more && run.places.length > 0) return pieces;
  }
}

async function readAll(folder: string, limits = PIECE_LIMITS): Promise<TensorBoardRun> {
  const run = reduceTensorBoard();
  await readOn(folder, run, limits);
  return run;
}

/** [step, value] of each value of a column. */
function curve({ state }: TensorBoardRun, name: string): [number, number][] {
  return [state.steps, state.validations].flatMap((table) =>
    [...(table.columns.get(name)?.subarray(0, table.count) ?? [])].flatMap(
      (value, row): [number, number][] => (Number.isNaN(value) ? [] : [[table.step[row]!, value]]),
    ),
  );
}

describe('a folder of TensorBoard’s files', () => {
  for (const writer of ['pytorch', 'tensorflow'] as const) {
    it(`of ${writer} has the curves that TensorBoard reads`, async () => {
      const run = await readAll(join(FIXTURES, writer));
      const { steps, validations } = run.state;
      const names = [...steps.columns.keys(), ...validations.columns.keys()];
      assert.deepEqual(names.sort(), Object.keys(expected[writer].scalars).sort());
      for (const [tag, values] of Object.entries(expected[writer].scalars))
        assert.deepEqual(
          curve(run, tag),
          values.flatMap(([step, value]) => (value === null ? [] : [[step, value]])),
          tag,
        );
      assert.deepEqual(run.problems, []);
    });

    it(`of ${writer} has its pictures, at their sizes`, async () => {
      const folder = join(FIXTURES, writer);
      const { state } = await readAll(folder);
      const read: Record<string, [number, number, number][]> = {};
      const seen = new Set<string>();
      for (const { step, pictures } of state.samples)
        for (const { file } of pictures) {
          if (seen.has(file)) continue; // it is named again at later steps
          seen.add(file);
          const place = placeOfPicture(file);
          const { bytes, type } = await readTensorBoardPicture(folder, place);
          assert.equal(type, 'image/png');
          const { width, height } = await sharp(bytes).metadata();
          if (place.index === 0) (read[place.tag] ??= []).push([step, width, height]);
        }
      assert.deepEqual(read, expected[writer].images);
    });
  }

  it('has wall times to the digit', async () => {
    const { state } = await readAll(join(FIXTURES, 'pytorch'));
    const times = expected.pytorch.scalars['val/loss']!.map(([, , time]) => time * 1000);
    assert.deepEqual([...state.validations.timeMs.subarray(0, state.validations.count)], times);
  });

  // The values that make.py hands to add_hparams and hp.hparams; PyTorch writes True as 1.
  it('knows what the run was asked for, and how it ended', async () => {
    const pytorch = await readAll(join(FIXTURES, 'pytorch'));
    assert.deepEqual({ ...pytorch.hparams }, { lr: 2e-4, net: 'unet_512', flip: 1 });
    assert.equal(pytorch.state.ended?.why, 'done');
    const glance = await glanceAtTensorBoard(join(FIXTURES, 'tensorflow'));
    assert.deepEqual({ ...glance.hparams }, { batch: 8, optimiser: 'adam', augment: false });
    // TensorFlow says when the file was made in whole seconds.
    const first = 1000 * expected.tensorflow.scalars.epoch_loss![0]![2];
    assert.ok(Math.abs(first - glance.startedMs!) < 2000);
  });

  it('names pictures as our own runs do, the truth at every later step', async () => {
    const { samples } = (await readAll(join(FIXTURES, 'pytorch'))).state;
    const named = samples.map(({ step, pictures }) => [step, pictures.map(({ tile, image, role }) => `${tile} ${image} ${role}`)]); // prettier-ignore
    const both = ['tile-1 dapi truth', 'tile-1 dapi generated'];
    assert.deepEqual(named, [[10, both], [40, both]]); // prettier-ignore
  });

  it('that comes in small pieces is the same', async () => {
    const whole = await readAll(join(FIXTURES, 'pytorch'));
    for (const limits of [
      { bytes: 1, values: 1000 },
      { bytes: 2 ** 20, values: 3 },
    ]) {
      const run = reduceTensorBoard();
      assert.ok((await readOn(join(FIXTURES, 'pytorch'), run, limits)) > 10);
      for (const tag of Object.keys(expected.pytorch.scalars))
        assert.deepEqual(curve(run, tag), curve(whole, tag), tag);
      assert.deepEqual(run.state.samples, whole.state.samples);
    }
  });
});

describe('a folder of TensorBoard’s files that changes', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-board-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const scalar = (tag: string, step: number, value: number, second = step): TensorBoardEvent => ({
    ...{ wallTime: 1_600_000_000 + second, step },
    summary: [{ tag, scalar: value }],
  });
  const start = (step: number): TensorBoardEvent => ({ wallTime: 1_600_000_000, step, sessionStart: true });
  const bytesOf = (...events: readonly TensorBoardEvent[]) => Buffer.concat(events.map(encodeRecord));
  const file = (number: number) => join(folder, `events.out.tfevents.160000000${number}.host.1.0`);

  it('is read on as it grows, cut at any byte', async () => {
    const bytes = bytesOf(scalar('a', 1, 1), scalar('a', 2, 0.5), scalar('b', 2, 7), scalar('a', 3, 0.25));
    const run = reduceTensorBoard();
    for (let at = 0; at < bytes.length; at++) {
      await appendFile(file(0), bytes.subarray(at, at + 1));
      if (at % 3 === 0 || at === bytes.length - 1) await readOn(folder, run);
    }
    assert.deepEqual(curve(run, 'a'), [[1, 1], [2, 0.5], [3, 0.25]]); // prettier-ignore
    assert.deepEqual(curve(run, 'b'), [[2, 7]]);
    assert.deepEqual(run.problems, []);
  });

  it('says which rows have changed: a tag may come later than others of its step', async () => {
    const run = reduceTensorBoard();
    await writeFile(file(0), bytesOf(scalar('a', 1, 1), scalar('a', 2, 2), scalar('a', 3, 3)));
    await readOn(folder, run);
    assert.deepEqual(run.changedFrom(), { steps: 0, validations: 0 });
    await appendFile(file(0), bytesOf(scalar('b', 3, 3), scalar('a', 4, 4)));
    await readOn(folder, run);
    assert.deepEqual(run.changedFrom(), { steps: 2, validations: 0 });
    assert.deepEqual(run.changedFrom(), { steps: 4, validations: 0 });
  });

  it('may be written by several processes at once, and in any order of steps', async () => {
    const run = reduceTensorBoard();
    await writeFile(file(0), bytesOf(scalar('train', 1, 1), scalar('train', 3, 3)));
    await writeFile(file(1), bytesOf(scalar('eval', 2, 20)));
    await readOn(folder, run);
    await appendFile(file(0), bytesOf(scalar('train', 5, 5), scalar('train', 4, 4)));
    await appendFile(file(1), bytesOf(scalar('eval', 4, 40), scalar('eval', 1, 10)));
    await readOn(folder, run);
    assert.deepEqual(curve(run, 'train'), [[1, 1], [3, 3], [4, 4], [5, 5]]); // prettier-ignore
    assert.deepEqual(curve(run, 'eval'), [[1, 10], [2, 20], [4, 40]]); // prettier-ignore
  });

  it('forgets what stood after the step at which a later process took the run up', async () => {
    const run = reduceTensorBoard();
    await writeFile(file(0), bytesOf(scalar('a', 1, 1), scalar('a', 2, 2), scalar('a', 3, 3)));
    await readOn(folder, run);
    await writeFile(file(2), bytesOf(start(2), scalar('a', 2, 9)));
    await readOn(folder, run);
    assert.deepEqual(curve(run, 'a'), [[1, 1], [2, 9]]); // prettier-ignore
    // The first process did not know, and a third one comes between them, by its name.
    await appendFile(file(0), bytesOf(scalar('a', 4, 4)));
    await writeFile(file(1), bytesOf(start(1), scalar('a', 1, 5)));
    await readOn(folder, run);
    const afresh = await readAll(folder);
    assert.deepEqual(curve(run, 'a'), [[1, 5], [2, 9]]); // prettier-ignore
    assert.deepEqual(curve(afresh, 'a'), curve(run, 'a'));
  });

  it('is read anew when a file is cut, replaced or gone', async () => {
    const run = reduceTensorBoard();
    const [one, two] = [bytesOf(scalar('a', 1, 1)), bytesOf(scalar('a', 2, 2))];
    await writeFile(file(0), Buffer.concat([one, two]));
    await writeFile(file(1), bytesOf(scalar('a', 3, 3)));
    await readOn(folder, run);
    await truncate(file(0), one.length);
    await readOn(folder, run);
    assert.deepEqual(curve(run, 'a'), [[1, 1], [3, 3]]); // prettier-ignore
    await truncate(file(0), 0);
    await writeFile(file(0), bytesOf(scalar('a', 1, 8), scalar('a', 2, 8)));
    await readOn(folder, run);
    assert.deepEqual(curve(run, 'a'), [[1, 8], [2, 8], [3, 3]]); // prettier-ignore
    await rm(file(1));
    await readOn(folder, run);
    assert.deepEqual(curve(run, 'a'), [[1, 8], [2, 8]]); // prettier-ignore
  });

  it('is read up to what is damaged, which is named with its byte, and in the other files', async () => {
    const first = bytesOf(scalar('a', 1, 1));
    const damaged = Buffer.concat([first, bytesOf(scalar('a', 2, 2), scalar('a', 3, 3))]);
    damaged[first.length + 20]! ^= 1;
    await writeFile(file(0), damaged);
    await writeFile(file(1), bytesOf(scalar('a', 4, 4)));
    const run = await readAll(folder);
    assert.deepEqual(curve(run, 'a'), [[1, 1], [4, 4]]); // prettier-ignore
    assert.equal(run.problems.length, 1);
    assert.match(
      run.problems[0]!,
      new RegExp(`^events.out.tfevents.1600000000.host.1.0: .*byte ${first.length} is damaged`),
    );
    await readOn(folder, run);
    assert.equal(run.problems.length, 1);
    // It was in the middle of being written after all.
    damaged[first.length + 20]! ^= 1;
    await writeFile(file(0), Buffer.concat([damaged, bytesOf(scalar('a', 5, 5))]));
    await readOn(folder, run);
    assert.deepEqual(curve(run, 'a').length, 5);
    assert.deepEqual(run.problems, []);
  });

  it('passes over records that are no events, and over those that are larger than any picture', async () => {
    const record = Buffer.from(encodeRecord({ wallTime: 1, step: 0, fileVersion: 'x'.repeat(30) }));
    record.fill(0xff, 12, record.length - 4); // no event, and its checksum says that it is whole
    record.writeUInt32LE(maskedCrc32c(record.subarray(12, -4)), record.length - 4);
    const huge = Buffer.alloc(12);
    huge.writeBigUInt64LE(BigInt(65 * 2 ** 20));
    huge.writeUInt32LE(maskedCrc32c(huge.subarray(0, 8)), 8);
    await writeFile(file(0), Buffer.concat([bytesOf(scalar('a', 1, 1)), record, huge]));
    await truncate(
      file(0),
      record.length + huge.length + bytesOf(scalar('a', 1, 1)).length + 65 * 2 ** 20 + 4,
    );
    await appendFile(file(0), bytesOf(scalar('a', 2, 2)));
    const run = await readAll(folder);
    assert.deepEqual(curve(run, 'a'), [[1, 1], [2, 2]]); // prettier-ignore
    assert.equal(run.problems.length, 2);
    assert.match(run.problems[0]!, /is no event/);
    assert.match(run.problems[1]!, /more than 67108864 bytes/);
  });

  it('may hold what is no file, and steps and times that cannot be', async () => {
    await mkdir(file(1));
    await writeFile(
      file(0),
      bytesOf(
        { wallTime: 1e300, step: 1, summary: [{ tag: 'a', scalar: 1 }] },
        scalar('a', 2, Infinity),
        scalar('__proto__', 3, 3),
        scalar('x'.repeat(301), 3, 3),
      ),
    );
    const run = await readAll(folder);
    assert.deepEqual(curve(run, 'a'), []);
    assert.deepEqual(curve(run, '__proto__'), [[3, 3]]);
    assert.equal(run.problems.length, 2);
    await assert.rejects(readTensorBoard(join(folder, 'nowhere'), []), /nowhere cannot be read/);
  });

  it('has no pictures where there are none', async () => {
    await writeFile(file(0), bytesOf(scalar('a', 1, 1)));
    const [name] = await readdir(folder);
    const ask = (offset: number, index = 0) =>
      readTensorBoardPicture(folder, { file: name!, offset, tag: 'a', index });
    await assert.rejects(ask(0), /holds no picture "a" at byte 0 \(its record holds something else\)/);
    await assert.rejects(ask(1), /its record is damaged/);
    await assert.rejects(ask(1e9), /its record is end/);
    await assert.rejects(
      readTensorBoardPicture(folder, { file: 'tfevents', offset: 0, tag: 'a', index: 0 }),
      /there is no such file/,
    );
  });

  it('is read as far as there is room, and says what is left out', async () => {
    for (let i = 0; i < 1002; i++) {
      const name = `events.out.tfevents.${1_600_000_000 + i}.host.1.0`;
      await writeFile(join(folder, name), i === 0 || i > 1000 ? bytesOf(scalar('a', i, i)) : '');
    }
    const run = await readAll(folder);
    assert.deepEqual(curve(run, 'a'), [[1001, 1001]]);
    assert.deepEqual(run.problems, ['2 event files are not read: only the last 1000 by name are.']);
    // Every later step has the truth of all tiles, so that names are more than pictures.
    const images = Array.from({ length: 400 }, (_, i) => ({
      ...{ tag: `tile-${i}/dapi/truth`, index: 0, step: i, timeMs: 0, offset: i },
    }));
    const part = { file: 'tfevents', scalars: [], images, problems: [], firstMs: 0, lastMs: 0 };
    run.add({ places: [], anew: true, more: false, unreadFiles: 0, parts: [part] });
    assert.equal(run.state.samples.at(-1)?.pictures.length, 400);
    assert.match(
      run.problems.join(),
      /^Pictures of \d+ earlier steps are not shown: there is room for 50000\.$/,
    );
  });

  it('is what our own runs leave for TensorBoard: the same names as in their own events', async () => {
    await cp(join(FIXTURES, 'events.out.tfevents.1700000000.golden'), file(0));
    const run = await readAll(folder);
    assert.deepEqual(curve(run, 'loss/G_GAN_1'), [[1, 0.25]]);
    assert.deepEqual(curve(run, 'loss/G_L1_1'), [[2, 0.125]]);
    assert.deepEqual(
      run.state.samples.map(({ step, pictures }) => [step, pictures.map(({ image }) => image)]),
      [
        [2, ['val']],
        [3, ['val', 'modalities']],
      ],
    );
    await writeFile(file(1), bytesOf(scalar('speed/step-ms', 1, 640), scalar('memory/MiB', 1, 100)));
    assert.deepEqual(curve(await readAll(folder), 'time/step'), [[1, 640]]);
  });
});
