// `deepliif model …` as a user meets it.

import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_MODEL } from '../../../engine/protocol/defaultModel.js';
import { TOY_MODEL } from '../../toyModel.js';
import { zip } from '../../unit/checkpoints/zipBytes.js';
import { deepliif, namesIn, readJson, temporaryFolder, TINY } from './deepliif.js';

const SERIALISED = join(TINY, 'DeepLIIF_tiny_serialized');

describe('deepliif model', () => {
  const folder = temporaryFolder();
  const model = () => join(folder.path, 'model');

  it("import: makes a model folder of DeepLIIF's", async () => {
    const { code, stderr } = await deepliif('model', 'import', SERIALISED, '--out', model());
    assert.equal(code, 0, stderr);
    const files = await namesIn(model());
    assert.equal(files.filter((name) => name.endsWith('.safetensors')).length, 9);
    assert.ok(files.includes('manifest.json'));
  });

  it('import: a test image becomes a test pair that the copy passes', async () => {
    const image = join(TINY, '22_2.png');
    await deepliif('model', 'import', SERIALISED, '--out', model(), '--test-image', image);
    const { code, stderr } = await deepliif('model', 'test', model());
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Seg +100\.00 % of pixels equal/);
  });

  it('import: does not overwrite a model unless told to', async () => {
    await deepliif('model', 'import', SERIALISED, '--out', model());
    const { code } = await deepliif('model', 'import', SERIALISED, '--out', model());
    assert.equal(code, 7);
    assert.equal((await deepliif('model', 'import', SERIALISED, '--out', model(), '--overwrite')).code, 0);
  });

  it('import: reads a .zip as the authors publish it, and leaves nothing of it but the model', async () => {
    const archive = join(folder.path, 'DeepLIIF_Latest_Model.zip');
    const names = await namesIn(SERIALISED);
    const contents = await Promise.all(names.map((name) => readFile(join(SERIALISED, name))));
    const entries = names.map((name, i) => ({ name: `Model/${name}`, content: contents[i]! }));
    await writeFile(archive, zip(entries));
    const { code, stdout, stderr } = await deepliif('model', 'import', archive, '--out', model(), '--json');
    assert.equal(code, 0, stderr);
    const { manifest } = JSON.parse(stdout) as { readonly manifest: { readonly title: string } };
    assert.equal(manifest.title, 'Model');
    assert.deepEqual(await namesIn(folder.path), ['DeepLIIF_Latest_Model.zip', 'model']);
    await writeFile(archive, zip(entries.slice(-1)));
    const wrong = await deepliif('model', 'import', archive, '--out', join(folder.path, 'other'));
    assert.equal(wrong.code, 4);
    assert.match(wrong.stderr, /holds no weight files of DeepLIIF/);
  });

  it('import: a folder that is no checkpoint', async () => {
    const { code, stderr } = await deepliif('model', 'import', folder.path, '--out', model());
    assert.equal(code, 4);
    assert.match(stderr, /train_opt\.txt/);
    assert.deepEqual(await namesIn(folder.path), []);
  });

  it('import: a checkpoint that wants to run a program is refused, and the program is not run', async () => {
    const hostile = join(folder.path, 'hostile');
    await cp(SERIALISED, hostile, { recursive: true });
    const witness = join(folder.path, 'witness');
    await writeFile(join(hostile, 'G1.pt'), `cposix\nsystem\n(S'touch ${witness}'\ntR.`);
    const { code } = await deepliif('model', 'import', hostile, '--out', model());
    assert.equal(code, 5);
    assert.deepEqual(await namesIn(folder.path), ['hostile']);
  });

  it('test: the toy model makes what the reference makes of its test image', async () => {
    const { code, stdout, stderr } = await deepliif('model', 'test', TOY_MODEL, '--json');
    assert.equal(code, 0, stderr);
    const { comparisons } = JSON.parse(stdout) as {
      readonly comparisons: readonly { readonly output: string }[];
    };
    assert.deepEqual(comparisons.map(({ output }) => output).sort(), [
      'Seg',
      'dapi',
      'hematoxylin',
      'lap2',
      'marker',
    ]);
  });

  it('test: an altered weight file is noticed', async () => {
    await cp(TOY_MODEL, model(), { recursive: true });
    const path = join(model(), 'dapi.safetensors');
    const bytes = await readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(path, bytes);
    const { code, stderr } = await deepliif('model', 'test', model());
    assert.equal(code, 5);
    assert.match(stderr, /SHA-256/);
  });

  it('info: says what a model is', async () => {
    const { code, stdout } = await deepliif('model', 'info', TOY_MODEL);
    assert.equal(code, 0);
    for (const word of [
      'deepliif-tiny',
      'demo model: not for results',
      'resnet_9blocks',
      'unet_512',
      '0.25 of Seg',
    ])
      assert.ok(stdout.includes(word), word);
  });

  it('list: shows the bundled model', async () => {
    assert.ok((await deepliif('model', 'list')).stdout.includes(DEFAULT_MODEL));
  });

  it('export: writes ONNX files', async () => {
    const { code, stderr } = await deepliif(
      'model',
      'export',
      TOY_MODEL,
      '--onnx',
      '--out',
      join(folder.path, 'onnx'),
    );
    assert.equal(code, 0, stderr);
    assert.equal((await namesIn(folder.path, 'onnx')).length, 9);
  });

  it('export: without a format, says which there are', async () => {
    const { code, stderr } = await deepliif('model', 'export', TOY_MODEL, '--out', join(folder.path, 'onnx'));
    assert.equal(code, 2);
    assert.match(stderr, /--onnx/);
  });

  it('the manifest of an imported model names where it came from', async () => {
    await deepliif('model', 'import', SERIALISED, '--out', model());
    const { provenance } = await readJson<{ readonly provenance: { readonly source: string } }>(
      model(),
      'manifest.json',
    );
    assert.match(provenance.source, /DeepLIIF_tiny_serialized/);
  });
});
