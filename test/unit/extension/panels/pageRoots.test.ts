import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { areCovered } from '../../../../extension/panels/pageRoots.js';

describe('folders that a page may read', () => {
  const root = resolve('/runs');

  it('are its roots, and everything in them', () =>
    assert.ok(areCovered([root, join(root, 'a'), join(root, 'a', 'b')], [resolve('/x'), root])));

  it('are no folders whose names only begin alike', () => {
    assert.ok(!areCovered([`${root}-others`], [root]));
    assert.ok(!areCovered([root, resolve('/')], [root]));
  });

  it('are all on a disk whose root is one', () => assert.ok(areCovered([root], [resolve('/')])));

  it('are needed by a page that shows none of them', () => assert.ok(areCovered([], [])));
});
