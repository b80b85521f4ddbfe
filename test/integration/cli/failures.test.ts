// Bad input and a bad environment: a clear error, an exit code, and no files left behind.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { TOY_MODEL } from '../../toyModel.js';
import { until } from '../../until.js';
import { deepliif, namesIn, ON_ONNX, ON_TOY, start, temporaryFolder, TINY } from './deepliif.js';

const IMAGE = join(TINY, '22_2.png');

describe('deepliif, given something wrong', () => {
  const folder = temporaryFolder();
  const out = () => join(folder.path, 'results');

  async function inferFile(name: string, bytes: Uint8Array | string) {
    const path = join(folder.path, name);
    await writeFile(path, bytes);
    return deepliif('infer', path, '--out', out(), ...ON_ONNX);
  }

  async function expectRefusal(
    finished: Promise<{ code: number | null; stderr: string }>,
    code: number,
    words: RegExp,
  ) {
    const { code: actual, stderr } = await finished;
    assert.equal(actual, code, stderr);
    assert.match(stderr, words);
    assert.doesNotMatch(stderr, /internal error|\n\s+at /);
    assert.deepEqual(await namesIn(out()), []);
  }

  it('an image that does not exist', () =>
    expectRefusal(deepliif('infer', join(folder.path, 'nothing.png'), '--out', out()), 3, /does not exist/));

  it('an empty file', () => expectRefusal(inferFile('empty.png', ''), 3, /empty/));

  it('text named .png', () => expectRefusal(inferFile('text.png', 'hello world, I am a text'), 3, /image/));

  for (const format of ['png', 'jpeg', 'tiff'] as const)
    it(`a truncated ${format.toUpperCase()}`, async () => {
      const path = join(folder.path, `cut.${format}`);
      await sharp(IMAGE).toFormat(format).toFile(path);
      await truncate(path, Math.floor((await readFile(path)).length * 0.6));
      await expectRefusal(deepliif('infer', path, '--out', out(), ...ON_ONNX), 3, /cut/);
    });

  it('a wrong image, before any weights are read', async () => {
    const [image, model] = [join(folder.path, 'text.png'), join(folder.path, 'model')];
    await writeFile(image, 'hello world, I am a text');
    await cp(TOY_MODEL, model, { recursive: true });
    await truncate(join(model, 'dapi.safetensors'), 100);
    const { code, stdout } = await deepliif('infer', image, '--out', out(), '--model', model, '--json');
    assert.equal(code, 3);
    const document = JSON.parse(stdout) as { backend?: object; results: { error: { code: string } }[] };
    assert.equal(document.backend, undefined);
    assert.equal(document.results[0]!.error.code, 'image-unreadable');
    await expectRefusal(deepliif('infer', IMAGE, '--out', out(), '--model', model), 5, /dapi/);
  });

  it('a header of 100,000 × 100,000 pixels', async () => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    bytes.writeUInt32BE(100_000, 16);
    bytes.writeUInt32BE(100_000, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29); // checksum of the header chunk, so that only the size is wrong
    await expectRefusal(inferFile('vast.png', bytes), 3, /100,?000/);
  });

  it('a single pixel is an image like any other', async () => {
    const bytes = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const { code, stderr } = await inferFile('dot.png', bytes);
    assert.equal(code, 0, stderr);
  });

  it('an output folder whose parent is missing', () =>
    expectRefusal(deepliif('infer', IMAGE, '--out', join(folder.path, 'a', 'b')), 7, /does not exist/));

  it('an output folder that is a file', async () => {
    await writeFile(join(folder.path, 'file'), '');
    const { code } = await deepliif('infer', IMAGE, '--out', join(folder.path, 'file'));
    assert.equal(code, 7);
  });

  it('a folder of another program at the place of the result', async () => {
    await mkdir(join(out(), '22_2'), { recursive: true });
    await writeFile(join(out(), '22_2', 'notes.txt'), 'mine');
    const { code, stderr } = await deepliif('infer', IMAGE, '--out', out());
    assert.equal(code, 7);
    assert.match(stderr, /left alone/);
    assert.deepEqual(await namesIn(out(), '22_2'), ['notes.txt']);
  });

  it('an unknown model', () =>
    expectRefusal(deepliif('infer', IMAGE, '--out', out(), '--model', 'nothing'), 4, /no model "nothing"/));

  it('a model folder with a broken manifest', async () => {
    await mkdir(join(folder.path, 'model'));
    await writeFile(join(folder.path, 'model', 'manifest.json'), '{ "schemaVersion": 1 }');
    await expectRefusal(
      deepliif('infer', IMAGE, '--out', out(), '--model', join(folder.path, 'model')),
      5,
      /manifest/,
    );
  });

  it('an overlap that leaves no tile', () =>
    expectRefusal(
      deepliif('infer', IMAGE, '--out', out(), '--tile-size', '64', '--overlap', '32'),
      2,
      /[Oo]verlap/,
    ));

  it('flags that exclude each other', () =>
    expectRefusal(
      deepliif('infer', IMAGE, '--out', out(), '--seg-only', '--mod-only'),
      2,
      /cannot be used with/,
    ));

  it('an unknown option, with a hint', () =>
    expectRefusal(deepliif('infer', IMAGE, '--out', out(), '--tile-sise', '512'), 2, /--tile-size/));

  it('a wrong call with --json, as JSON', async () => {
    const { code, stdout } = await deepliif('infer', IMAGE, '--out', out(), '--model', 'nothing', '--json');
    assert.equal(code, 4);
    assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, 'model-not-found');
  });

  it('Ctrl-C: exit code 130, no incomplete result', async () => {
    const large = join(folder.path, 'large.png');
    await sharp(IMAGE).resize(4096, 4096).toFile(large);
    const { child, finished } = start(['infer', large, '--out', out(), ...ON_ONNX]);
    await until(async () => (await namesIn(out())).some((name) => name.endsWith('.partial')), 'it writes');
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /Nothing was left behind/);
    assert.deepEqual(await namesIn(out()), []);
  });

  it('a full disk: exit code 7, no incomplete result', async function () {
    const disk = join(folder.path, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      this.test!.title += ' (skipped: a small disk can only be mounted as root)';
      this.skip();
    }
    try {
      const { code, stderr } = await deepliif('infer', IMAGE, '--out', join(disk, 'results'), ...ON_TOY);
      assert.equal(code, 7, stderr);
      assert.match(stderr, /the disk is full/);
      assert.deepEqual(await namesIn(disk, 'results'), []);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('the same results folder twice at once: one complete result', async () => {
    await copyFile(IMAGE, join(folder.path, 'x.png'));
    const args = ['infer', join(folder.path, 'x.png'), '--out', out(), '--seg-only', ...ON_ONNX];
    await mkdir(out());
    const both = await Promise.all([start(args).finished, start(args).finished]);
    assert.ok(
      both.some(({ code }) => code === 0),
      both.map(({ stderr }) => stderr).join(),
    );
    assert.deepEqual(await namesIn(out()), ['x']);
    assert.ok((await namesIn(out(), 'x')).includes('result.json'));
  });
});
