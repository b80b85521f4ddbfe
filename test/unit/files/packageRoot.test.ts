import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packageRoot } from '../../../engine/files/packageRoot.js';
import { refusal } from '../checkpoints/refusal.js';

describe('the root of the package', () => {
  it('contains models and their schema', () =>
    assert.ok(existsSync(join(packageRoot(), 'models', 'schema.json'))));

  it('is found from any folder inside', () =>
    assert.equal(packageRoot(join(packageRoot(), 'models', 'deepliif-open')), packageRoot()));

  it('is not found outside', () =>
    assert.throws(
      () => packageRoot(tmpdir()),
      refusal(/no package\.json named "deepliif"/, 'model-not-found'),
    ));
});
