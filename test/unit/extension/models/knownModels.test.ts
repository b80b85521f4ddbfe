// List of the user's models, and the one in use.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  foldersToList,
  freeModelName,
  knownModels,
  modelMeant,
  modelDescription,
  settingOf,
  suggestedModelName,
  wrongModelName,
} from '../../../../extension/models/knownModels.js';
import { foldersWithModels } from '../../../../extension/models/modelsOfRuns.js';

describe('models', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-models-'));
    mkdirSync(join(root, 'bundled/deepliif-open'), { recursive: true });
    mkdirSync(join(root, 'imported/mine'), { recursive: true });
    mkdirSync(join(root, 'lab/theirs'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const places = () => ({ bundled: join(root, 'bundled'), imported: join(root, 'imported') });
  const list = () => ({
    models: ['bundled/deepliif-open', 'imported/mine', 'lab/theirs'].map((path) => ({
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
    assert.deepEqual(modelMeant([], '', places()), { title: 'deepliif-open', demo: false });
    assert.deepEqual(modelMeant([], join(root, 'lab/theirs'), places()), { title: 'theirs', demo: false });
    assert.deepEqual(modelMeant(listed, join(root, 'lab/theirs'), places()), {
      title: 'lab/theirs',
      demo: false,
    });
    writeFileSync(join(root, 'bundled/deepliif-open/manifest.json'), '{"title":"Open"}');
    assert.equal(modelMeant([], '', places()).title, 'Open');
    writeFileSync(join(root, 'lab/theirs/manifest.json'), '{"title":"tiles, step 2"}');
    assert.deepEqual(modelMeant([], join(root, 'lab/theirs'), places()), {
      title: 'tiles, step 2',
      demo: false,
    });
    writeFileSync(join(root, 'lab/theirs/manifest.json'), `{"title":"large"${' '.repeat(2 ** 20)}}`);
    assert.deepEqual(modelMeant([], join(root, 'lab/theirs'), places()), { title: 'theirs', demo: false });
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
    assert.deepEqual(inUse(''), ['deepliif-open']);
    assert.deepEqual(inUse('deepliif-open'), ['deepliif-open']);
    assert.deepEqual(inUse(join(root, 'lab/theirs')), ['theirs']);
    assert.deepEqual(inUse('mine'), []); // the engine knows ids of bundled ones only
  });

  it('are chosen by what the engine understands', () => {
    for (const model of knownModels(list(), places(), '').models)
      assert.deepEqual(inUse(settingOf(model)), [model.id]);
  });

  it('of plug-ins go by their id, and say which plug-in brings them', () => {
    const folder = join(root, 'lab/theirs');
    const brought = ['watershed', 'otsu'].map((id) => ({
      ...{ id, title: id, folder, tilePx: 512, plugin: 'Classical' },
    }));
    const { models } = knownModels(
      { models: [...list().models, ...brought], problems: [] },
      places(),
      'otsu',
    );
    assert.deepEqual(
      models.filter(({ inUse: is }) => is).map(({ id, origin }) => [id, origin]),
      [['otsu', 'plugin']],
    );
    assert.equal(modelDescription(models.at(-2)!), 'Classical');
    assert.equal(settingOf(models.at(-2)!), 'watershed');
    assert.deepEqual(
      knownModels({ models: brought, problems: [] }, places(), folder).models.filter(({ inUse: is }) => is),
      [],
    );
  });

  it('are listed from the folders of the setting; a missing folder is reported', () => {
    const { folders, problems } = foldersToList(places(), ['lab', join(root, 'gone')], root);
    assert.deepEqual(folders, [join(root, 'imported'), join(root, 'lab')]);
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /does not exist: .*gone/);
  });

  it('of runs say which run trained them, those of its end and those of its checkpoints', () => {
    const run = join(root, 'runs', '2026-11-28-a');
    for (const model of ['model', 'models/step-000000100']) mkdirSync(join(run, model), { recursive: true });
    writeFileSync(join(run, 'model', 'manifest.json'), '{}');
    const folders = foldersWithModels([join(root, 'runs'), run]);
    assert.deepEqual(folders, [join(run, 'model'), join(run, 'models')]);
    const models = ['model', 'models/step-000000100'].map((name) => ({
      ...{ id: name, title: name, folder: join(run, name), tilePx: 512 },
    }));
    const origins = () => knownModels({ models, problems: [] }, places(), '').models.map(modelDescription);
    assert.deepEqual(origins(), [dirname(join(run, 'model')), dirname(join(run, 'models', 'a'))]);
    writeFileSync(join(run, 'run.json'), '{}');
    assert.deepEqual(origins(), ['run 2026-11-28-a', 'run 2026-11-28-a']);
    const named = { models: [{ ...models[0]!, title: '2026-11-28-a, step 100' }], problems: [] };
    assert.equal(modelDescription(knownModels(named, places(), '').models[0]!), '', 'the title says it');
  });

  it('say that they are in use, and that a demo model’s scores are no results', () => {
    const [demo] = knownModels(list(), places(), '').models;
    assert.equal(modelDescription({ ...demo!, demo: true }), 'demo model: not for results · in use');
  });

  it('are imported under names of letters, digits and dashes that are free', () => {
    const { imported } = places();
    for (const name of ['', '-a', 'a--b', 'a b', '../a', 'mine', 'a'.repeat(61)])
      assert.ok(wrongModelName(name, imported), name);
    for (const name of ['a', 'DeepLIIF-Latest-Model', '2026'])
      assert.equal(wrongModelName(name, imported), undefined);
    assert.equal(suggestedModelName('DeepLIIF_Latest_Model'), 'DeepLIIF-Latest-Model');
    assert.equal(suggestedModelName('___'), 'model');
    assert.deepEqual(
      [freeModelName('theirs', imported), freeModelName('mine', imported)],
      ['theirs', 'mine-2'],
    );
  });
});
