// Files of people that lie in a result folder: whatever happens while the result is replaced, they are there afterwards.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openResultFolder, type ResultFolder } from '../../../engine/records/resultFolder.js';

describe('files of others in a result folder', () => {
  let out: string;
  let place: string;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-others-'));
    place = join(out, 'tile');
    await (await filled('first', ['dapi', 'old'])).commit();
  });
  afterEach(() => rm(out, { recursive: true, force: true }));

  /** A result with these pictures, in whose files stands which analysis made them. */
  async function filled(analysis: string, pictures: readonly string[]): Promise<ResultFolder> {
    const folder = await openResultFolder(out, 'tile');
    const files = pictures.map((name) => ({ name, file: `${name}.png`, role: 'modality' }));
    for (const { file } of files) await folder.writeText(file, analysis);
    await folder.writeJson('result.json', {
      ...{ schemaVersion: 1, engineVersion: '0', createdAt: '', files, seconds: {} },
      image: { path: '../tile.png', sha256: '', widthPx: 1, heightPx: 1, notices: [] },
    });
    return folder;
  }
  const contentOf = (...path: readonly string[]) => readFile(join(place, ...path), 'utf8');
  const put = (name: string, text: string) => writeFile(join(place, name), text);

  it('stay when the result is replaced: files, folders and links; its own do not', async () => {
    await put('tile.cells.csv', 'an export');
    await mkdir(join(place, 'figures'));
    await writeFile(join(place, 'figures', 'figure 1.svg'), 'a figure');
    await symlink('../elsewhere', join(place, 'link'));
    const { notices } = await (await filled('second', ['dapi'])).commit();
    assert.deepEqual(notices, []);
    assert.deepEqual((await readdir(place)).sort(), [
      ...['dapi.png', 'figures', 'link', 'result.json', 'tile.cells.csv'],
    ]);
    assert.equal(await contentOf('dapi.png'), 'second');
    assert.equal(await contentOf('tile.cells.csv'), 'an export');
    assert.equal(await contentOf('figures', 'figure 1.svg'), 'a figure');
    assert.equal(await readlink(join(place, 'link')), '../elsewhere');
    assert.deepEqual(await readdir(out), ['tile']);
  });

  it('that come while the new result is being made stay too', async () => {
    const folder = await filled('second', ['dapi']);
    await put('late.csv', 'an export');
    await folder.commit();
    assert.equal(await contentOf('late.csv'), 'an export');
  });

  it('get another name where a new file has theirs, and people are told', async () => {
    await put('lap2.png', 'mine');
    await put('lap2-2.png', 'mine as well');
    const { notices } = await (await filled('second', ['dapi', 'lap2'])).commit();
    assert.equal(await contentOf('lap2.png'), 'second');
    const texts = await Promise.all(
      (await readdir(place)).filter((name) => name.startsWith('lap2-')).map((name) => contentOf(name)),
    );
    assert.deepEqual(texts.sort(), ['mine', 'mine as well']);
    assert.match(notices.join(), /new file lap2\.png; yours of that name is kept as lap2-\d\.png/);
  });

  it('stay if the record of the earlier result cannot be read', async () => {
    await put('result.json', 'broken');
    await put('tile.cells.csv', 'an export');
    await (await filled('second', ['dapi'])).commit();
    assert.equal(await contentOf('tile.cells.csv'), 'an export');
    assert.equal(await contentOf('dapi.png'), 'second');
    assert.match(await contentOf('result.json'), /schemaVersion/);
  });

  it('that cannot be brought leave the earlier result as it was', async function () {
    if (spawnSync('mkfifo', [join(place, 'pipe')]).status !== 0) this.skip(); // nothing copies a pipe
    await put('a.csv', 'an export');
    const before = (await readdir(place)).sort();
    const folder = await filled('second', ['dapi']);
    await assert.rejects(folder.commit(), { code: 'output-unwritable' });
    await folder.discard();
    assert.deepEqual((await readdir(place)).sort(), before);
    assert.equal(await contentOf('dapi.png'), 'first');
    assert.equal(await contentOf('a.csv'), 'an export');
    assert.deepEqual(await readdir(out), ['tile']);
  });

  it('are back with the earlier result when the process was killed while it took them over', async () => {
    await put('tile.cells.csv', 'an export');
    const module = (path: string) => JSON.stringify(pathToFileURL(join('out/engine', path)).href);
    const killed = spawnSync(process.execPath, [
      '--input-type=module',
      '-e',
      `import { link, mkdir } from 'node:fs/promises';
       import { besideName, moveInto } from ${module('files/writeBeside.js')};
       const [place] = ${JSON.stringify([place])};
       const work = besideName(place);
       await mkdir(work);
       await moveInto(work, place, async (aside) => {
         await link(aside + '/tile.cells.csv', work + '/tile.cells.csv');
         process.kill(process.pid, 'SIGKILL');
       });`,
    ]);
    assert.equal(killed.signal, 'SIGKILL', String(killed.stderr));
    assert.ok(!(await readdir(out)).includes('tile'));
    await (await filled('second', ['dapi'])).commit();
    assert.equal(await contentOf('tile.cells.csv'), 'an export');
    assert.equal(await contentOf('dapi.png'), 'second');
    assert.deepEqual(await readdir(out), ['tile']);
  });
});
