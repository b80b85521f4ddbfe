// Many images at a time: one bad place never costs the others, and the JSON is whole however the work ends.

import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { until } from '../../until.js';
import { deepliif, namesIn, ON_ONNX, start, temporaryFolder, TINY } from './deepliif.js';

interface Document {
  readonly results: readonly { readonly image: string; readonly error?: { readonly code: string } }[];
  readonly stopped?: {
    readonly code: string;
    readonly message: string;
    readonly notTried: readonly string[];
  };
}

const SMALL = join(TINY, 'small.png');

describe('deepliif infer of many images', () => {
  const folder = temporaryFolder();
  const out = () => join(folder.path, 'results');
  const codesOf = (stdout: string) =>
    (JSON.parse(stdout) as Document).results.map(({ error }) => error?.code);

  it('goes on after a result that cannot be written', async () => {
    await mkdir(join(out(), 'a'), { recursive: true });
    await writeFile(join(out(), 'a', 'notes.txt'), 'not a result');
    for (const name of ['a', 'b']) await copyFile(SMALL, join(folder.path, `${name}.png`));
    const paths = ['a', 'b'].map((name) => join(folder.path, `${name}.png`));
    const { code, stdout } = await deepliif('infer', ...paths, '--out', out(), ...ON_ONNX, '--json');
    assert.equal(code, 7);
    assert.deepEqual(codesOf(stdout), ['output-unwritable', undefined]);
    assert.deepEqual(await namesIn(out()), ['a', 'b']);
  });

  it('prints what was done and what was not, when it is interrupted', async () => {
    const large = join(folder.path, 'large.png');
    await sharp(SMALL).resize(4096, 4096).toFile(large);
    const { child, finished } = start(['infer', SMALL, large, '--out', out(), ...ON_ONNX, '--json']);
    const begun = async () => (await namesIn(out())).some((name) => /^\.large.*partial$/.test(name));
    await until(begun, 'the second image is being analysed');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    assert.equal(code, 130, stderr);
    const { results, stopped } = JSON.parse(stdout) as Document;
    assert.deepEqual(results.map(({ image }) => image), [SMALL]); // prettier-ignore
    assert.deepEqual([stopped?.code, stopped?.notTried], ['cancelled', [large]]);
    assert.deepEqual(await namesIn(out()), ['small']);
  });

  it('takes sub-folders along on request, and names their results after them', async () => {
    const images = join(folder.path, 'images');
    for (const sub of ['.', 'one', 'two/deep']) {
      await mkdir(join(images, sub), { recursive: true });
      await copyFile(SMALL, join(images, sub, 'a.png'));
    }
    const { stderr } = await deepliif(
      'infer',
      images,
      '--recursive',
      '--out',
      out(),
      ...ON_ONNX,
      '--seg-only',
    );
    assert.deepEqual(await namesIn(out()), ['a', 'one-a', 'two-deep-a'], stderr);
  });
});
