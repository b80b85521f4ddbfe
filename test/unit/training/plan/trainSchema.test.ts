// The schema by which editors check *.deepliif-train.json says what the program says.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { packageRoot } from '../../../../engine/files/packageRoot.js';
import { readTrainConfig } from '../../../../engine/training/run/newRun.js';
import { TRAIN_OPTIONS, trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { TRAIN_SCHEMA_FILE, trainSchemaText } from '../../../../engine/training/plan/trainSchema.js';

describe('the schema of training configurations', () => {
  const schema = JSON.parse(readFileSync(join(packageRoot(), TRAIN_SCHEMA_FILE), 'utf8')) as object;
  const validate = new Ajv({ strict: true, keywords: ['patternErrorMessage'] }).compile(schema);
  const isTaken = (given: Readonly<Record<string, unknown>>) => {
    try {
      trainOptions(given, 'test', '/');
      return true;
    } catch {
      return false;
    }
  };

  it('is the one of the table of options; "npm run schema" writes it anew', () =>
    assert.deepEqual(schema, JSON.parse(trainSchemaText())));

  it('takes the example, and so does the program', async () => {
    const file = join(packageRoot(), 'docs', 'example.deepliif-train.json');
    assert.ok(validate(JSON.parse(readFileSync(file, 'utf8'))), JSON.stringify(validate.errors));
    const options = await readTrainConfig(file);
    assert.equal(options.data, join(packageRoot(), 'docs', 'data'), 'paths are meant from its folder');
    assert.equal(options.keepLast, 3);
  });

  it('takes every default', () => {
    const defaults = Object.fromEntries(
      Object.entries(TRAIN_OPTIONS).flatMap(([key, spec]) =>
        'default' in spec ? [[key, structuredClone<unknown>(spec.default)]] : [],
      ),
    );
    assert.ok(validate(defaults), JSON.stringify(validate.errors));
  });

  for (const [given, isGood] of [
    [{}, true],
    [{ nEpochs: 3, flip: false, modalitiesNames: ['dapi'] }, true],
    [{ $schema: './x.json' }, true],
    [{ nEpoch: 3 }, false],
    [{ nEpochs: -1 }, false],
    [{ nEpochs: 1.5 }, false],
    [{ nEpochs: '3' }, false],
    [{ lrG: 0 }, false],
    [{ lrG: 1e-5 }, true],
    [{ beta1: 1 }, true],
    [{ beta1: 1.1 }, false],
    [{ preset: 'paper' }, true],
    [{ preset: 'mine' }, false],
    [{ modalitiesNames: 'dapi' }, true],
    [{ modalitiesNames: 'DAPI!' }, false],
    [{ modalitiesNames: 2 }, false],
    [{ modalitiesNames: ['DAPI!'] }, false],
    [{ name: '../up' }, false],
    [{ data: '' }, false],
    [{ bestMetric: 'val/dapi/ssim' }, true],
    [{ bestMetric: 'dice' }, false],
  ] as const)
    it(`${isGood ? 'takes' : 'refuses'} ${JSON.stringify(given)}, as the program does`, () => {
      assert.equal(validate(given), isGood);
      assert.equal(isTaken(given), isGood);
    });

  it('explains every option, with its flag', () => {
    const { properties } = schema as { properties: Record<string, { description: string }> };
    for (const key of Object.keys(TRAIN_OPTIONS)) assert.match(properties[key]!.description, /--[a-z]/, key);
  });

  it('comes with the extension, for files of that name', () => {
    const { contributes } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      contributes: { jsonValidation: { fileMatch: string; url: string }[] };
    };
    const ours = contributes.jsonValidation.filter(({ fileMatch }) => fileMatch.endsWith('train.json'));
    assert.deepEqual(ours, [{ fileMatch: '*.deepliif-train.json', url: `./${TRAIN_SCHEMA_FILE}` }]);
    const shipped = readFileSync(join(packageRoot(), '.vscodeignore'), 'utf8').split('\n');
    assert.ok(shipped.includes('!extension/schemas/**'));
  });
});
