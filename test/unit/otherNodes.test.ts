// Tests for other Node versions: a folder that was renamed would silently not be run there.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../engine/files/packageRoot.js';
import { DEPENDS_ON_NODE, specsForOtherNodes, WHOLE_PATH } from '../otherNodes.js';

describe('tests that run on other Node versions', () => {
  for (const folder of DEPENDS_ON_NODE)
    it(`are in ${folder}`, () => {
      const files = readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' });
      assert.ok(
        files.some((file) => file.endsWith('.test.ts')),
        'Name the folder that the tests moved to in test/otherNodes.ts.',
      );
    });
  it('include the whole path of an analysis', () => assert.ok(existsSync(join(packageRoot(), WHOLE_PATH))));
  it('are named as they are compiled', () => {
    const specs = specsForOtherNodes();
    assert.equal(specs[0], 'out/test/unit/analysis/**/*.test.js');
    assert.equal(specs.at(-1), 'out/test/integration/cli/infer.test.js');
  });
});
