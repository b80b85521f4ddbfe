import assert from 'node:assert/strict';
import type { StyleState } from '../../../../webview/messages/style.js';
import { NOTHING_KNOWN, placesKey, storeReducer } from '../../../../webview/style/styleStore.js';

function stateOf(version: number): StyleState {
  const read = { version, images: [], features: [], failures: [], notes: [] };
  return { trusted: true, folders: ['/a'], deep: false, read };
}

const places = (version: number) =>
  ({ type: 'places', version, method: 'pca', use: 'all', places: Float64Array.of(1, 2) }) as const;

describe('the store of the page of image styles', () => {
  const shown = storeReducer(NOTHING_KNOWN, { type: 'show', state: stateOf(1) });

  it('keeps places by method and features', () => {
    const { layouts } = storeReducer(shown, places(1));
    assert.deepEqual([...layouts.keys()], [placesKey('pca', 'all')]);
  });

  it('takes nothing of an earlier reading', () => {
    assert.equal(storeReducer(shown, places(0)), shown);
    const thumbnails = [Uint8Array.of(1)];
    assert.equal(storeReducer(shown, { type: 'thumbnails', version: 0, from: 0, thumbnails }), shown);
  });

  it('forgets places and pictures with a new reading, and keeps them in the same', () => {
    const full = storeReducer(shown, places(1));
    assert.equal(storeReducer(full, { type: 'show', state: stateOf(1) }).layouts.size, 1);
    assert.equal(storeReducer(full, { type: 'show', state: stateOf(2) }).layouts.size, 0);
  });
});
