import assert from 'node:assert/strict';
import { savedFolders } from '../../../../extension/panels/checkedMessage.js';

describe('folders in the saved state of a page', () => {
  it('are each there once', () =>
    assert.deepEqual(savedFolders({ panes: ['/a', '/b', '/a'], zoom: 2 }, 'panes', 6), ['/a', '/b']));

  it('are none where the state is not of our making', () => {
    const states = [undefined, null, 7, {}, { panes: 'a' }, { panes: [1] }, { panes: [''] }];
    for (const state of [...states, { panes: Array(7).fill('/a') }])
      assert.deepEqual(savedFolders(state, 'panes', 6), []);
  });
});
