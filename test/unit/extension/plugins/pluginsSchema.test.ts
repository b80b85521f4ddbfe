// Editors check `contributes.deepliif` as the program does.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { packageRoot } from '../../../../engine/files/packageRoot.js';
import { contributes } from '../../../../engine/protocol/plugins.js';
import { PLUGINS_SCHEMA_FILE, pluginsSchemaText } from '../../../../extension/plugins/pluginsSchema.js';

describe('the schema of contributes.deepliif', () => {
  const schema = JSON.parse(readFileSync(join(packageRoot(), PLUGINS_SCHEMA_FILE), 'utf8')) as object;
  const keywords = ['patternErrorMessage', 'defaultSnippets'];
  const validate = new Ajv({ strict: true, strictTypes: false, keywords }).compile(schema);
  const isTaken = (deepliif: unknown) => {
    try {
      contributes(deepliif, 'contributes.deepliif');
      return true;
    } catch {
      return false;
    }
  };

  it('is the one of the declarations; "npm run schema" writes it anew', () =>
    assert.deepEqual(schema, JSON.parse(pluginsSchemaText())));

  const blob = { id: 'blob', title: 'Blob', unit: '', meaning: 'How round it is.', needs: ['outline'] };
  for (const [what, deepliif, isGood] of [
    ['a measurement', { api: 1, module: 'index.mjs', measurements: [blob] }, true],
    ['a plug-in without a version of the API', { measurements: [blob] }, false],
    ['a misspelt kind', { api: 1, measurment: [blob] }, false],
    ['an id in capitals', { api: 1, measurements: [{ ...blob, id: 'Blob' }] }, false],
    ['an input that there is not', { api: 1, measurements: [{ ...blob, needs: ['smell'] }] }, false],
    ['a script outside of the folder', panel('../page.js'), false],
    ['a script in the folder', panel('page/main.js'), true],
    ['a stain of two colours', stain([0.6, 0.7]), false],
    ['a stain of three colours', stain([0.6, 0.7, 0.3]), true],
  ] as const)
    it(`${isGood ? 'takes' : 'refuses'} ${what}, and so does the program`, () => {
      assert.equal(validate({ contributes: { deepliif } }), isGood, JSON.stringify(validate.errors));
      assert.equal(isTaken(deepliif), isGood);
    });

  it('leaves every other package.json alone', () =>
    assert.ok(validate({ name: 'other', contributes: { commands: [{ command: 'x' }] } })));
});

function panel(script: string) {
  return { api: 1, panels: [{ id: 'page', title: 'Page', of: 'result', script }] };
}

function stain(hematoxylin: readonly number[]) {
  return { api: 1, stainPresets: [{ id: 'lab', title: 'Our lab', hematoxylin, dab: [0.3, 0.6, 0.8] }] };
}
