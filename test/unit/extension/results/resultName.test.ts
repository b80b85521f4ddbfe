import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wrongName } from '../../../../extension/results/resultName.js';

describe('the name of a result', () => {
  it('is one that folders can have everywhere', () => {
    const root = mkdtempSync(join(tmpdir(), 'deepliif-name-'));
    mkdirSync(join(root, 'taken'));
    for (const name of ['', '.hidden', 'a/b', 'a\\b', '..', 'a.', 'a:b', 'a\nb', 'taken', 'x'.repeat(201)])
      assert.ok(wrongName(name, 'old', root), name);
    for (const name of ['old', 'new', 'Präparat 7 (Kopie)'])
      assert.equal(wrongName(name, 'old', root), undefined);
    rmSync(root, { recursive: true });
  });
});
