import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeImage, imageEndings, openImage } from '../../../../engine/images/decode.js';
import { readWhole } from '../../../../engine/images/memory.js';
import { addImageReader } from '../../../../engine/plugins/kinds/imageReaders.js';
import { EngineError } from '../../../../engine/protocol/errors.js';
import { contribution } from './contribution.js';

describe('an image reader of a plug-in', () => {
  let folder: string;
  let path: string;
  let takeOut = () => {};
  const declared = { id: 'raw', title: 'RAW', endings: ['.raw'], firstBytes: [82, 65, 87] };
  const methods = {
    describe: () => ({ width: 2, height: 3, mpp: 0.5, notices: ['Read as RAW.'] }) as object,
    rows: (_path: string, from: number, count: number) => new Uint8Array(count * 2 * 3).fill(from + 1),
  };
  const use = (own: Partial<typeof methods> = {}) =>
    (takeOut = addImageReader(contribution('imageReaders', declared, { ...methods, ...own })));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-reader-'));
    path = join(folder, 'a.RAW');
    await writeFile(path, 'RAW…');
  });
  afterEach(async () => {
    takeOut();
    await rm(folder, { recursive: true });
  });

  it('reads files of its endings and first bytes', async () => {
    use();
    assert.ok(imageEndings().includes('.raw'));
    const described = await describeImage(path, { colour: 'managed' });
    assert.deepEqual(described, { width: 2, height: 3, mpp: 0.5 });
    const image = await openImage(path, { colour: 'managed' });
    assert.deepEqual(
      [...(await readWhole(image)).data],
      Array.from({ length: 18 }, () => 1),
    );
    assert.deepEqual([image.mpp, image.notices], [0.5, ['Read as RAW.']]);
    await image.close();
  });

  it('does not get files that begin with other bytes', async () => {
    use();
    await writeFile(path, 'PNG');
    await assert.rejects(openImage(path, { colour: 'managed' }), /Expected a PNG.* or RAW image/);
  });

  const fails = (words: RegExp) =>
    assert.rejects(openImage(path, { colour: 'managed' }), (error: unknown) => {
      assert.ok(error instanceof EngineError && error.code === 'image-unreadable', String(error));
      assert.match(error.message, words);
      return true;
    });

  it('that gives rows of another size is named with the file', async () => {
    use({ rows: () => new Uint8Array(5) });
    await fails(
      /a\.RAW: The image reader "RAW" of the plug-in Example .* gave 5 bytes for rows 0 to 2; expected 3 × 2 × 3 = 18/,
    );
  });

  it('that gives a size which is none, or one above the limit, is refused before a row is read', async () => {
    use({ describe: () => ({ width: NaN, height: 3 }), rows: () => assert.fail('read') });
    await fails(/answer of describe\.width: a whole number from 1/);
    takeOut();
    use({ describe: () => ({ width: 100_000, height: 100_000 }), rows: () => assert.fail('read') });
    await fails(/it is too large: 100000 × 100000/);
  });
});
