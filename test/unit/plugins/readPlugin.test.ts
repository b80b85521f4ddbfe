import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { readPlugin } from '../../../engine/plugins/readPlugin.js';

const FIXTURES = join(packageRoot(), 'test/fixtures/plugins');

describe('a plug-in that is read', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'plugin-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const problemsOf = async (contributes: unknown, rest: object = {}) => {
    const file = { publisher: 'acme', name: 'x', version: '1.0.0', ...rest };
    const all = contributes === undefined ? file : { ...file, contributes: { deepliif: contributes } };
    await writeFile(join(folder, 'package.json'), JSON.stringify(all));
    return (await readPlugin(folder)).problems.join('\n');
  };

  it('has the name, version and contributions of its package.json', async () => {
    const plugin = await readPlugin(join(FIXTURES, 'shape'));
    assert.deepEqual(
      [plugin.id, plugin.title, plugin.version, plugin.isUsed, plugin.problems],
      ['acme.shape', 'Nuclear shape', '1.2.0', true, []],
    );
    assert.deepEqual(
      plugin.contributes.measurements?.map(({ id }) => id),
      ['elongation', 'ihc_red_mean'],
    );
  });

  it('is one with a problem if there is no package.json', async () => {
    const { problems, isUsed } = await readPlugin(join(folder, 'nothing'));
    assert.equal(isUsed, false);
    assert.match(problems.join(), /package\.json: cannot be opened.*Name the folder of a plug-in/);
  });

  const CASES: readonly (readonly [title: string, contributes: unknown, problem: RegExp])[] = [
    ['declares nothing', undefined, /has no "contributes.deepliif"/],
    ['needs a later API', { api: 99, tomorrow: [] }, /version 99 of the plug-in API.*has version 1.*Update/],
    ['is made for other versions', { api: 1, requires: '>=99' }, /made for DeepLIIF >=99, and this is/],
    ['has a range of versions that is none', { api: 1, requires: 'new' }, /no range of versions: "new"/],
    ['misspells a kind', { api: 1, measurments: [] }, /there is no field "measurments"/],
    ['lacks its module', { api: 1, module: 'a.mjs' }, /file a\.mjs is missing in .*build it/],
    ['leaves its folder', { api: 1, module: '../a.mjs' }, /stays in the folder/],
    [
      'has code and no module',
      { api: 1, scorers: [{ id: 'a', title: 'A' }] },
      /has a scorer and no "module"/,
    ],
    [
      'has an id twice',
      { api: 1, samplers: [1, 2].map(() => ({ id: 'a', title: 'A' })) },
      /the sampler "a" twice/,
    ],
    [
      'lacks a folder',
      { api: 1, models: [{ id: 'm', title: 'M', folder: 'model' }] },
      /folder model is missing/,
    ],
    [
      'has a model that is nothing',
      { api: 1, models: [{ id: 'm', title: 'M' }] },
      /model "m" needs one of "folder" and "process"/,
    ],
  ];
  for (const [title, contributes, problem] of CASES)
    it(`has a problem if it ${title}`, async () => assert.match(await problemsOf(contributes), problem));

  it('has a problem without publisher and version', async () => {
    const problems = await problemsOf({ api: 1 }, { publisher: undefined, version: 'one' });
    assert.match(problems, /no valid "publisher"[^]*no valid "version"/);
  });
});
