// Result folders are whole or absent.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwritable } from '../../../engine/files/unwritable.js';
import { openResultFolder } from '../../../engine/records/resultFolder.js';

describe('a result folder', () => {
  let out: string;
  beforeEach(async () => {
    out = await mkdtemp(join(tmpdir(), 'deepliif-result-'));
  });
  afterEach(() => rm(out, { recursive: true, force: true }));

  async function writeResult(content: object): Promise<void> {
    const folder = await openResultFolder(out, 'tile');
    await folder.writeJson('result.json', content);
    await folder.commit();
  }

  it('appears under its name only when it is committed', async () => {
    const folder = await openResultFolder(out, 'tile');
    await folder.writeJson('result.json', { schemaVersion: 1 });
    assert.ok(!(await readdir(out)).includes('tile'));
    await folder.commit();
    assert.deepEqual(await readdir(out), ['tile']);
  });

  it('leaves nothing behind when it is discarded', async () => {
    const folder = await openResultFolder(out, 'tile');
    await folder.writeJson('result.json', {});
    await folder.discard();
    assert.deepEqual(await readdir(out), []);
  });

  it('replaces an earlier result', async () => {
    await writeResult({ run: 1 });
    await writeResult({ run: 2 });
    assert.deepEqual(JSON.parse(await readFile(join(out, 'tile', 'result.json'), 'utf8')), { run: 2 });
    assert.deepEqual(await readdir(out), ['tile']);
  });

  it('never replaces a folder that is not a result', async () => {
    await mkdir(join(out, 'tile'));
    await writeFile(join(out, 'tile', 'thesis.docx'), 'years of work');
    await assert.rejects(openResultFolder(out, 'tile'), { code: 'output-unwritable', message: /left alone/ });
    assert.deepEqual(await readdir(join(out, 'tile')), ['thesis.docx']);
  });

  it('creates the last part of the output path, and says so when more is missing', async () => {
    await (await openResultFolder(join(out, 'new'), 'tile')).discard();
    await assert.rejects(openResultFolder(join(out, 'a', 'b'), 'tile'), {
      code: 'output-unwritable',
      message: /does not exist/,
    });
  });

  it('refuses an output path that is a file', async () => {
    await writeFile(join(out, 'file'), '');
    await assert.rejects(openResultFolder(join(out, 'file'), 'tile'), { code: 'output-unwritable' });
  });

  it('explains a full disk', () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    assert.match(
      unwritable('/results/tile/Seg.png', full).message,
      /Seg\.png in \/results\/tile: the disk is full/,
    );
  });
});
