import assert from 'node:assert/strict';
import { isPlainKey, placeAfterKey } from '../../../../webview/ui/keys.js';

describe('keys in a row of things', () => {
  it('go to the neighbours, round at the ends, and to the ends', () => {
    assert.equal(placeAfterKey('ArrowRight', 0, 3), 1);
    assert.equal(placeAfterKey('ArrowRight', 2, 3), 0);
    assert.equal(placeAfterKey('ArrowLeft', 0, 3), 2);
    assert.equal(placeAfterKey('Home', 2, 3), 0);
    assert.equal(placeAfterKey('End', 0, 3), 2);
  });

  it('mean nothing otherwise', () => {
    assert.equal(placeAfterKey('a', 0, 3), undefined);
    assert.equal(placeAfterKey('Home', 0, 0), undefined);
  });

  it('are plain without Ctrl, Alt or the command key', () => {
    const none = { ctrlKey: false, metaKey: false, altKey: false };
    assert.equal(isPlainKey(none), true);
    for (const key of ['ctrlKey', 'metaKey', 'altKey'])
      assert.equal(isPlainKey({ ...none, [key]: true }), false);
  });
});
