// Result folders are complete or absent.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { unwritable } from '../../../engine/files/unwritable.js';
import { besideName } from '../../../engine/files/writeBeside.js';
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

  describe('of images with the same name', () => {
    const record = (path: string) => ({
      ...{ schemaVersion: 1, engineVersion: '0', createdAt: '', files: [], seconds: {} },
      image: { path, sha256: '', widthPx: 1, heightPx: 1, notices: [] },
    });
    async function analyse(image: string): Promise<string> {
      const folder = await openResultFolder(out, 'x', image);
      await folder.writeJson('result.json', record(relative(folder.target, image)));
      return relative(out, (await folder.commit()).place);
    }

    it('stand side by side, and each is replaced by its own image only', async () => {
      const [a, b, c] = ['a', 'b', 'c'].map((part) => join(out, part, 'x.png')) as [string, string, string];
      assert.deepEqual([await analyse(a), await analyse(b), await analyse(c)], ['x', 'x-2', 'x-3']);
      assert.deepEqual([await analyse(b), await analyse(a)], ['x-2', 'x']);
      assert.deepEqual((await readdir(out)).sort(), ['x', 'x-2', 'x-3']);
    });
  });

  describe('of a process that was killed', () => {
    /** Makes the folder that such a process leaves beside the place of a result. */
    async function leaveBehind(ending: 'partial' | 'earlier', pid: number): Promise<string> {
      const leftover = besideName(join(out, 'tile'), ending).replace(`-${process.pid}-`, `-${pid}-`);
      await mkdir(leftover);
      await writeFile(join(leftover, 'result.json'), '{"old":1}');
      return basename(leftover);
    }
    const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

    it('is removed by the next one', async () => {
      await leaveBehind('partial', deadPid());
      await writeResult({});
      assert.deepEqual(await readdir(out), ['tile']);
    });

    it('stays while the process lives, or when it ran on another machine', async () => {
      const alive = await leaveBehind('partial', process.ppid);
      const elsewhere = '.tile.00000000-1-0123456789ab.partial';
      await mkdir(join(out, elsewhere));
      await writeResult({});
      assert.deepEqual((await readdir(out)).sort(), [alive, elsewhere, 'tile'].sort());
    });

    it('comes back when it was the earlier result, which had just been moved aside', async () => {
      await leaveBehind('earlier', deadPid());
      await (await openResultFolder(out, 'other')).discard();
      assert.deepEqual(await readdir(out), ['tile']);
      assert.equal(await readFile(join(out, 'tile', 'result.json'), 'utf8'), '{"old":1}');
      await leaveBehind('earlier', deadPid());
      await writeResult({ run: 2 });
      assert.deepEqual(await readdir(out), ['tile']);
    });
  });
});
