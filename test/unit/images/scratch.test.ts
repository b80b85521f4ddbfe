import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { memorySource, readWhole } from '../../../engine/images/memory.js';
import { createSink } from '../../../engine/images/scratch.js';
import { refusal } from '../checkpoints/refusal.js';
import { cutOut, folderPerTest, patterned } from './samplePixels.js';

const IMAGE = patterned(50, 40);

for (const [where, memoryLimitBytes] of [
  ['memory', 1e9],
  ['a scratch file', 0],
] as const)
  describe(`an image kept in ${where}`, () => {
    const folder = folderPerTest();
    const sinkOf = (channels: 1 | 3 = 3) =>
      createSink(IMAGE.width, IMAGE.height, channels, { scratchDir: folder.path, memoryLimitBytes });

    it('gives back what was written, whole and in parts', async () => {
      const sink = await sinkOf();
      await sink.write(0, 0, IMAGE);
      const source = await sink.finish();
      assert.deepEqual((await readWhole(source)).data, IMAGE.data);
      for (const [x, y, w, h] of [
        [0, 0, 1, 1],
        [49, 39, 1, 1],
        [7, 5, 20, 30],
        [0, 10, 50, 3],
      ] as const)
        assert.deepEqual([...(await source.read(x, y, w, h)).data], cutOut(IMAGE, x, y, w, h));
      await source.close();
    });

    it('is black where nothing was written, and later writes win', async () => {
      const sink = await sinkOf(1);
      const grey = (level: number) =>
        ({ width: 2, height: 2, channels: 1, data: new Uint8Array(4).fill(level) }) as const;
      await sink.write(1, 1, grey(7));
      await sink.write(2, 2, grey(9));
      const source = await sink.finish();
      assert.deepEqual(
        [...(await source.read(0, 0, 5, 5)).data],
        [...[0, 0, 0, 0, 0], ...[0, 7, 7, 0, 0], ...[0, 7, 9, 9, 0], ...[0, 0, 9, 9, 0], ...[0, 0, 0, 0, 0]],
      );
      await source.close();
    });

    it('leaves no file behind when closed, closed again or discarded', async () => {
      const source = await (await sinkOf()).finish();
      await source.close();
      await source.close();
      const given = await sinkOf();
      await given.discard();
      await given.discard();
      assert.deepEqual(folder.names(), []);
    });

    it('refuses rectangles that are not inside it', async () => {
      const sink = await sinkOf();
      const source = memorySource(IMAGE);
      for (const [x, y] of [
        [-1, 0],
        [0, -1],
        [41, 0],
        [0, 31],
        [0.5, 0],
      ] as const)
        await assert.rejects(async () => sink.write(x, y, patterned(10, 10)), RangeError);
      for (const [x, y, w, h] of [
        [0, 0, 51, 1],
        [0, 0, 1, 41],
        [0, 0, 0, 1],
        [45, 0, 6, 1],
      ] as const)
        await assert.rejects(async () => source.read(x, y, w, h), RangeError);
      await sink.discard();
    });

    it('takes no more pixels once it is finished', async () => {
      const sink = await sinkOf();
      const source = await sink.finish();
      await assert.rejects(sink.write(0, 0, IMAGE), /finished/);
      await assert.rejects(sink.finish(), /finished/);
      await source.close();
      await assert.rejects(source.read(0, 0, 1, 1));
    });
  });

describe('a scratch file', () => {
  const folder = folderPerTest();

  it('has no name while it is used, so a killed process leaves nothing behind', async function () {
    if (process.platform === 'win32') this.skip(); // Windows keeps the name until the file is closed
    const sink = await createSink(10, 10, 3, { scratchDir: folder.path, memoryLimitBytes: 0 });
    assert.deepEqual(folder.names(), []);
    await sink.discard();
  });

  it('needs a folder that exists', async () => {
    writeFileSync(folder.file('file'), '');
    const options = (scratchDir: string) => ({ scratchDir, memoryLimitBytes: 0 });
    await assert.rejects(
      createSink(9, 9, 3, options(folder.file('none'))),
      refusal(/none/, 'output-unwritable'),
    );
    await assert.rejects(
      createSink(9, 9, 3, options(folder.file('file'))),
      refusal(/is a file/, 'output-unwritable'),
    );
  });
});
