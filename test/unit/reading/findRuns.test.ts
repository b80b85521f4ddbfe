import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findRuns } from '../../../engine/reading/findRuns.js';

describe('the search for runs below a folder', () => {
  let root: string;
  const put = async (...files: readonly string[]) => {
    for (const file of files) {
      await mkdir(join(root, file, '..'), { recursive: true });
      await writeFile(join(root, file), '');
    }
  };
  const names = async (limits?: Parameters<typeof findRuns>[1]) => {
    const { folders, isCut } = await findRuns(root, limits);
    return [...folders.map((folder) => relative(root, folder) || '.'), ...(isCut ? ['…'] : [])];
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-find-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('finds runs of both kinds at any depth, and the folder itself', async () => {
    await put('events.out.tfevents.1.a', 'b/deep/er/events.out.tfevents.1.a', 'a/run.json', 'c/notes.txt');
    assert.deepEqual(await names(), ['.', 'a', 'b/deep/er']);
  });

  it('passes over what a run holds, hidden folders, packages and links', async () => {
    await put(
      'a/run.json',
      'a/checkpoints/events.out.tfevents.1.a',
      '.git/run.json',
      'node_modules/x/run.json',
    );
    await symlink(join(root, 'a'), join(root, 'link'));
    assert.deepEqual(await names(), ['a']);
  });

  it('ends at its limits, and says so', async () => {
    await put('a/run.json', 'b/run.json', 'c/d/run.json');
    const all = { levels: 8, folders: 100, runs: 100 };
    assert.deepEqual(await names({ ...all, levels: 1 }), ['a', 'b', '…']);
    assert.deepEqual(await names({ ...all, runs: 1 }), ['a', '…']);
    assert.deepEqual(await names({ ...all, folders: 2 }), ['a', '…']);
    assert.deepEqual(await names(all), ['a', 'b', 'c/d']);
  });
});
