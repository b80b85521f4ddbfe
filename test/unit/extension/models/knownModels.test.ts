// List of the user's models, and the one in use.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  foldersToList,
  knownModels,
  modelMeant,
  settingOf,
  suggestedModelName,
  wrongModelName,
} from '../../../../extension/models/knownModels.js';

describe('models', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-models-'));
    mkdirSync(join(root, 'bundled/deepliif-tiny'), { recursive: true });
    mkdirSync(join(root, 'imported/mine'), { recursive: true });
    mkdirSync(join(root, 'lab/theirs'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const places = () => ({ bundled: join(root, 'bundled'), imported: join(root, 'imported') });
  const list = () => ({
    models: ['bundled/deepliif-tiny', 'imported/mine', 'lab/theirs'].map((path) => ({
      id: path.split('/')[1]!,
      title: path,
      folder: join(root, path),
      tilePx: 512,
    })),
    problems: [],
  });
  const inUse = (setting: string) =>
    knownModels(list(), places(), setting)
      .models.filter((model) => model.inUse)
      .map(({ id }) => id);

  it('are named as the setting names them until they are listed, then by their titles', () => {
    const listed = knownModels(list(), places(), '').models;
    assert.deepEqual(modelMeant([], ''), { title: 'deepliif-tiny', demo: true });
    assert.deepEqual(modelMeant([], join(root, 'lab/theirs')), { title: 'theirs', demo: false });
    assert.deepEqual(modelMeant(listed, join(root, 'lab/theirs')), { title: 'lab/theirs', demo: false });
  });

  it('say where they come from', () =>
    assert.deepEqual(
      knownModels(list(), places(), '').models.map(({ origin }) => origin),
      ['bundled', 'imported', 'folder'],
    ));

  it('are bundled also if the extension folder is a link', () => {
    symlinkSync(join(root, 'bundled'), join(root, 'link'));
    const [first] = knownModels(list(), { ...places(), bundled: join(root, 'link') }, '').models;
    assert.equal(first!.origin, 'bundled');
  });

  it('are in use as the setting says: the default, an id of a bundled one, or a folder', () => {
    assert.deepEqual(inUse(''), ['deepliif-tiny']);
    assert.deepEqual(inUse('deepliif-tiny'), ['deepliif-tiny']);
    assert.deepEqual(inUse(join(root, 'lab/theirs')), ['theirs']);
    assert.deepEqual(inUse('mine'), []); // the engine knows ids of bundled ones only
  });

  it('are chosen by what the engine understands', () => {
    for (const model of knownModels(list(), places(), '').models)
      assert.deepEqual(inUse(settingOf(model)), [model.id]);
  });

  it('are listed from the folders of the setting; a missing folder is reported', () => {
    const { folders, problems } = foldersToList(places(), ['lab', join(root, 'gone')], root);
    assert.deepEqual(folders, [join(root, 'imported'), join(root, 'lab')]);
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /does not exist: .*gone/);
  });

  it('are imported under names of letters, digits and dashes that are free', () => {
    const { imported } = places();
    for (const name of ['', '-a', 'a--b', 'a b', '../a', 'mine', 'a'.repeat(61)])
      assert.ok(wrongModelName(name, imported), name);
    for (const name of ['a', 'DeepLIIF-Latest-Model', '2026'])
      assert.equal(wrongModelName(name, imported), undefined);
    assert.equal(suggestedModelName('DeepLIIF_Latest_Model'), 'DeepLIIF-Latest-Model');
    assert.equal(suggestedModelName('___'), 'model');
  });
});
