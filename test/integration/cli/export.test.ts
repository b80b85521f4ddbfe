// `deepliif export` on a result of `deepliif postprocess`.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scoring } from '../../../engine/postprocessing/scoring.js';
import { deepliif, FIXTURES, namesIn, readJson, temporaryFolder } from './deepliif.js';

const FOLDER = join(FIXTURES, 'deepliif', 'f_postprocess', '799_2');

describe('deepliif export', () => {
  const folder = temporaryFolder();
  const result = () => join(folder.path, 'results', 'in_ihc');
  beforeEach(async () => {
    const files = ['--image', join(FOLDER, 'in_ihc.png'), '--seg', join(FOLDER, 'in_seg.png')];
    const marker = ['--marker', join(FOLDER, 'in_marker.png'), '--resolution', '40x'];
    const out = ['--out', join(folder.path, 'results')];
    const { code, stderr } = await deepliif('postprocess', ...files, ...marker, ...out);
    assert.equal(code, 0, stderr);
  });

  it('writes as many positive and negative cells as are scored', async () => {
    const scoring = await readJson<Scoring>(result(), 'scoring.json');
    const file = join(folder.path, 'cells.csv');
    const { code, stdout } = await deepliif('export', result(), '--format', 'csv', '--out', file, '--json');
    assert.equal(code, 0);
    const csv = await readFile(file, 'utf8');
    assert.equal(csv.match(/,positive,/g)!.length, scoring.num_pos);
    assert.equal(csv.match(/,negative,/g)!.length, scoring.num_neg);
    const { results } = JSON.parse(stdout) as {
      readonly results: readonly { readonly files: readonly string[]; readonly cells: number }[];
    };
    assert.deepEqual(results[0]!.files, [file, join(folder.path, 'cells.columns.csv')]);
    assert.equal(results[0]!.cells, csv.trim().split('\n').length - 1);
  });

  it('writes into the result folder when no place is named, every format', async () => {
    for (const format of ['csv', 'tsv', 'geojson', 'json', 'html']) {
      const { code, stderr } = await deepliif('export', result(), '--format', format);
      assert.equal(code, 0, stderr);
    }
    const names = await namesIn(result());
    for (const name of [
      'cells.csv',
      'cells.columns.csv',
      'cells.tsv',
      'cells.geojson',
      'scores.json',
      'report.html',
    ])
      assert.ok(names.includes(`in_ihc.${name}`), name);
    assert.ok(names.every((name) => !name.startsWith('.')));
  });

  it('gives the same scores as were stored, and every cell to QuPath', async () => {
    await deepliif('export', result(), '--format', 'json', '--out', join(folder.path, 's.json'));
    const stored = await readJson<Scoring>(result(), 'scoring.json');
    const { maps } = await readJson<{ readonly maps: { readonly Seg: { readonly scoring: Scoring } } }>(
      folder.path,
      's.json',
    );
    assert.deepEqual(maps.Seg.scoring, stored);
    await deepliif('export', result(), '--format', 'geojson', '--out', join(folder.path, 'c.geojson'));
    const { features } = await readJson<{ readonly features: readonly object[] }>(folder.path, 'c.geojson');
    assert.equal(features.length, stored.num_total);
  });

  it('takes the size of a pixel', async () => {
    const file = join(folder.path, 'c.tsv');
    await deepliif('export', result(), '--format', 'tsv', '--mpp', '0.25', '--out', file);
    assert.match((await readFile(file, 'utf8')).split('\n')[0]!, /\tarea_um2\t/);
  });

  it('goes on after a folder that is no result, and ends with its exit code', async () => {
    const out = join(folder.path, 'out');
    const { code, stderr } = await deepliif('export', folder.path, result(), '--format', 'csv', '--out', out);
    assert.equal(code, 2);
    assert.match(stderr, /is no result folder/);
    assert.deepEqual(await namesIn(out), ['in_ihc.cells.columns.csv', 'in_ihc.cells.csv']);
  });

  it('does not write two results to one file', async () => {
    const { code, stderr } = await deepliif(
      'export',
      result(),
      result(),
      '--format',
      'csv',
      '--out',
      folder.path,
    );
    assert.equal(code, 2);
    assert.match(stderr, /Two results would be written/);
  });

  for (const [what, args] of [
    ['no format', []],
    ['an unknown format', ['--format', 'xlsx']],
    ['a pixel of no size', ['--format', 'csv', '--mpp', '0']],
  ] as const)
    it(`refuses ${what}`, async () => assert.equal((await deepliif('export', result(), ...args)).code, 2));
});
