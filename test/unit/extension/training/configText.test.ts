// Configurations that "New Training…" writes.

import assert from 'node:assert/strict';
import { stripComments } from 'jsonc-parser';
import { configText, type ConfigToWrite } from '../../../../extension/training/configText.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';

const CONFIG: ConfigToWrite = {
  file: '/work/small.deepliif-train.json',
  name: 'small',
  data: '/work/tiles',
  runs: '/work/runs',
  preset: { id: 'small', title: 'Small', detail: 'Networks that one processor can train.', options: {} },
  images: { inputNames: ['ihc'], modalitiesNames: ['dapi'], segGen: true },
  validationRatio: 0.2,
};
const valuesOf = (config: ConfigToWrite) =>
  JSON.parse(stripComments(configText(config))) as Record<string, unknown>;

describe('a configuration that the wizard writes', () => {
  it('holds what differs from the defaults, with paths from its folder', () =>
    assert.deepEqual(valuesOf(CONFIG), {
      name: 'small',
      data: 'tiles',
      out: 'runs',
      preset: 'small',
      modalitiesNames: ['dapi'],
      validationRatio: 0.2,
    }));

  it('names a folder elsewhere by its whole path, and its own by a dot', () => {
    assert.equal(valuesOf({ ...CONFIG, data: '/images' }).data, '/images');
    assert.equal(valuesOf({ ...CONFIG, data: '/work' }).data, '.');
  });

  it('is taken by the program', () =>
    assert.equal(trainOptions(valuesOf(CONFIG), CONFIG.file, '/work').data, '/work/tiles'));

  it('explains each part', () =>
    assert.match(
      configText(CONFIG),
      /\/\/ Small: Networks that one processor can train\..*\n {2}"preset": "small"/,
    ));
});
