import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wrongName } from '../../../../extension/workbench/folderName.js';

describe('a new name of a folder', () => {
  const root = mkdtempSync(join(tmpdir(), 'deepliif-name-'));
  before(() => mkdirSync(join(root, 'taken')));
  after(() => rmSync(root, { recursive: true, force: true }));

  for (const name of ['', '.hidden', 'a/b', 'a\\b', '..', 'a.', 'a:b', 'a\nb', 'x'.repeat(201)])
    it(`cannot be ${JSON.stringify(name).slice(0, 20)}`, () =>
      assert.match(wrongName(name, 'old', root)!, /^Expected 1 to 200 characters/));

  it('cannot be that of its neighbour', () =>
    assert.equal(wrongName('taken', 'old', root), 'There is already a folder taken here.'));

  for (const name of ['old', 'new', 'Präparat 7 (Kopie)'])
    it(`may be ${name}`, () => assert.equal(wrongName(name, 'old', root), undefined));
});
