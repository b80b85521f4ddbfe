// The schema by which editors check *.deepliif-sweep.json says what the program says.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { parametersOf, readSweepConfig, sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { SWEEP_SCHEMA_FILE, sweepSchemaText } from '../../../engine/studies/sweepSchema.js';

describe('the schema of sweeps', () => {
  const schema = JSON.parse(readFileSync(join(packageRoot(), SWEEP_SCHEMA_FILE), 'utf8')) as object;
  const validate = new Ajv({ strict: true, keywords: ['patternErrorMessage', 'enumDescriptions'] }).compile(
    schema,
  );
  const isTaken = (given: unknown) => {
    try {
      sweepConfig(given, 'test', '/');
      return true;
    } catch {
      return false;
    }
  };

  it('is the one of the tables; "npm run schema" writes it anew', () =>
    assert.deepEqual(schema, JSON.parse(sweepSchemaText())));

  it('takes the example, the paper’s list, and so does the program', async () => {
    const file = join(packageRoot(), 'docs', 'example.deepliif-sweep.json');
    assert.ok(validate(JSON.parse(readFileSync(file, 'utf8'))), JSON.stringify(validate.errors));
    assert.equal(parametersOf(await readSweepConfig(file)).size, 14);
  });

  it('comes with the extension, for files of that name', () => {
    const { contributes } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      contributes: { jsonValidation: { fileMatch: string; url: string }[] };
    };
    const ours = contributes.jsonValidation.filter(({ fileMatch }) => fileMatch.endsWith('sweep.json'));
    assert.deepEqual(ours, [{ fileMatch: '*.deepliif-sweep.json', url: `./${SWEEP_SCHEMA_FILE}` }]);
  });

  const space = { lrG: { low: 1e-5, high: 1e-2 } };
  for (const [given, isGood] of [
    [{ name: 'a', space }, true],
    [{ name: 'a', space: {} }, false],
    [{ space }, false],
    [{ name: '../a', space }, false],
    [{ name: 'a', space: { lrG: { high: 'x' } } }, false],
    [{ name: 'a', space: { norm: { choices: ['batch'] } } }, true],
    [{ name: 'a', space: { norm: { choices: ['layer'] } } }, false],
    [{ name: 'a', space, sampler: { kind: 'grid' } }, true],
    [{ name: 'a', space, sampler: { kind: 'no id' } }, false],
    [{ name: 'a', space, trials: 0 }, false],
    [{ name: 'a', space, train: { nEpochs: 1 } }, true],
    [{ name: 'a', space, train: { nEpoch: 1 } }, false],
  ] as const)
    it(`${isGood ? 'takes' : 'refuses'} ${JSON.stringify(given)}, as the program does`, () => {
      assert.equal(validate(given), isGood);
      assert.equal(isTaken(given), isGood);
    });
});
