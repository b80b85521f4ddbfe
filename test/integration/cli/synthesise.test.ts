// `deepliif data synthesis-rows` and `deepliif synthesise` on a row of the reference, with a tiny generator.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';
import { TOY_MODEL } from '../../toyModel.js';
import { writeTinyRun } from '../../unit/synthesis/tinyGenerator.js';
import { deepliif, FIXTURES, namesIn, readJson, temporaryFolder } from './deepliif.js';

describe('deepliif synthesise', () => {
  const folder = temporaryFolder();
  const path = (...names: readonly string[]) => join(folder.path, ...names);
  beforeEach(async () => {
    await mkdir(path('data', 'train'), { recursive: true });
    await sharp(join(FIXTURES, 'deepliif', 'e_training', 'Lung1.webp')).toFile(
      path('data', 'train', 'Lung1.png'),
    );
    await writeTinyRun(path('run'));
  });
  const synthesise = (...args: readonly string[]) =>
    deepliif(
      ...['synthesise', '--data', path('data'), '--model', path('run'), '--out', path('out')],
      ...['--backend', 'onnx', ...args],
    );

  it('writes a row for each share, with a file beside that tells how it came about', async () => {
    const { code, stderr } = await synthesise('--neg-to-pos', '0.5,0.9', '--seed', '7');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /2 synthetic rows, 0 true ones/);
    assert.deepEqual(await namesIn(path('out', 'train')), [
      'Lung1-neg-to-pos-0.5.json',
      'Lung1-neg-to-pos-0.5.png',
      'Lung1-neg-to-pos-0.9.json',
      'Lung1-neg-to-pos-0.9.png',
    ]);
    const told = await readJson(path('out', 'train', 'Lung1-neg-to-pos-0.5.json'));
    assert.equal(told.recoloured, Math.round((told.negativeBefore as number) / 2));
    // Half of the 49 negative cells that its ground truth counts beyond the size threshold are positive now, or so.
    const { stdout } = await deepliif('data', 'check', path('out'), '--json');
    const report = JSON.parse(stdout) as { samples: { name: string; balance: { positiveCells: number } }[] };
    const half = report.samples.find(({ name }) => name.endsWith('0.5'))!;
    assert.ok(Math.abs(half.balance.positiveCells - (11 + 24.5)) < 4, `${half.balance.positiveCells}`);
  });

  it('refuses shares that are none, and models of something else', async () => {
    for (const shares of ['0', '1.5', 'half', '0.5,0.5', ''])
      assert.equal((await synthesise('--neg-to-pos', shares)).code, 2);
    const { code, stderr } = await deepliif(
      ...['synthesise', '--data', path('data'), '--model', TOY_MODEL, '--out', path('out')],
    );
    assert.equal(code, 5, stderr);
    assert.match(stderr, /makes hematoxylin, dapi, lap2, marker of ihc/);
    assert.deepEqual(await namesIn(path('out')), []);
  });

  it('works with the run that train --model SDG makes of synthesis rows', async () => {
    const rows = await deepliif(...['data', 'synthesis-rows', '--data', path('data'), '--out', path('rows')]);
    assert.equal(rows.code, 0, rows.stderr);
    const { width, height } = await sharp(path('rows', 'train', 'Lung1.png')).metadata();
    assert.deepEqual([width, height], [4 * 512, 512]);

    const trained = await deepliif(
      ...[
        'train',
        '--model',
        'SDG',
        '--data',
        path('rows'),
        '--out',
        path('runs'),
        '--backend',
        'cpu',
        '--json',
      ],
      ...['--input-names', 'grey-hematoxylin,dapi,segmentation', '--modalities-names', 'ihc'],
      ...[
        '--net-g',
        'resnet_0blocks',
        '--ngf',
        '1',
        '--ndf',
        '1',
        '--preprocess',
        'crop',
        '--crop-size',
        '64',
      ],
      ...['--n-epochs', '1', '--n-epochs-decay', '0'],
    );
    assert.equal(trained.code, 0, trained.stderr);
    const { dir } = JSON.parse(trained.stdout) as { readonly dir: string };
    const made = await deepliif(
      ...['synthesise', '--data', path('data'), '--model', dir, '--out', path('out')],
      ...['--neg-to-pos', '0.7', '--backend', 'onnx', '--json'],
    );
    assert.equal(made.code, 0, made.stderr);
    const result = JSON.parse(made.stdout) as {
      readonly rows: readonly { readonly model: { readonly source: string } }[];
    };
    assert.match(result.rows[0]!.model.source, /-deepliif\/checkpoints\/step-\d+$/);
  }).timeout(120_000);
});
