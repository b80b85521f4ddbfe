import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foreignRuns } from '../../../../extension/runs/foreignRuns.js';

describe('folders that are opened in the dashboard', () => {
  let root: string;
  const putRun = async (place: string) => {
    await mkdir(join(root, place), { recursive: true });
    await writeFile(join(root, place, 'events.out.tfevents.1.host'), '');
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-roots-'));
    for (const place of ['logs/a/train', 'logs/b/train', 'alone']) await putRun(place);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('show all runs below them, under names that tell them apart', async () => {
    const foreign = foreignRuns();
    const { runs, below } = await foreign.open([join(root, 'logs')]);
    assert.deepEqual(runs, []);
    assert.deepEqual(
      [...below].sort(),
      ['a', 'b'].map((name) => join(root, 'logs', name, 'train')),
    );
    assert.deepEqual(foreign.runs.map(({ name }) => name).sort(), ['a/train', 'b/train']);
    assert.deepEqual(foreign.roots, [join(root, 'logs')]);
    assert.deepEqual(foreign.notices, []);
  });

  it('show new runs after the next search, and none that are gone', async () => {
    const foreign = foreignRuns();
    await foreign.open([join(root, 'logs')]);
    await putRun('logs/c');
    await rm(join(root, 'logs/a'), { recursive: true });
    await foreign.search();
    assert.deepEqual(foreign.runs.map(({ name }) => name).sort(), ['b/train', 'c']);
  });

  it('are single runs if nothing is below them', async () => {
    const foreign = foreignRuns();
    const alone = join(root, 'alone');
    assert.deepEqual(await foreign.open([alone]), { runs: [alone], below: [] });
    assert.deepEqual(foreign.roots, []);
  });
});
