// Names of new notebooks.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderKind, namedFrom, notebookStem, pathFrom } from '../../../../extension/notebook/folderKind.js';
import { writeNewFile } from '../../../../extension/notebook/newFile.js';

describe('a new notebook', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-notebook-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('never replaces a file', async () => {
    const name = { stem: 'a', ending: '.ipynb' };
    for (const [content, path] of [
      ['one', 'a.ipynb'],
      ['two', 'a-2.ipynb'],
      ['three', 'a-3.ipynb'],
    ] as const)
      assert.equal(await writeNewFile(folder, name, content), join(folder, path));
    assert.equal(readFileSync(join(folder, 'a.ipynb'), 'utf8'), 'one');
  });

  it('is named after the first folder', () => {
    assert.equal(notebookStem(['/w/deepliif-results/tile']), 'tile');
    assert.equal(notebookStem(['/w/a', '/w/b', '/w/c']), 'a-and-2-more');
  });

  it('names folders below it by relative paths, others by absolute ones', () => {
    assert.equal(pathFrom('/w', '/w/deepliif-results/tile'), 'deepliif-results/tile');
    assert.equal(pathFrom('/w', '/w/..tile'), '..tile');
    assert.equal(pathFrom('/w/a', '/w/b'), '/w/b');
    assert.equal(namedFrom('/w', '/w/runs/one', 'run').name, 'one');
  });

  it('knows results, runs and sweeps by their files', async () => {
    assert.equal(await folderKind(folder), undefined);
    assert.equal(await folderKind(join(folder, 'missing')), undefined);
    for (const [file, kind] of [
      ['events.out.tfevents.1.host', 'run'],
      ['sweep.json', 'sweep'],
      ['result.json', 'result'],
    ] as const) {
      writeFileSync(join(folder, file), '{}');
      assert.equal(await folderKind(folder), kind);
    }
  });
});
