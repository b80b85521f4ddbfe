import assert from 'node:assert/strict';
import { readStyleMessage } from '../../../../extension/style/styleIntents.js';

describe('messages of the page of image styles', () => {
  it('are taken in their form', () =>
    assert.deepEqual(readStyleMessage({ type: 'project', method: 'tsne', use: 'all', more: 1 }), {
      type: 'project',
      method: 'tsne',
      use: 'all',
    }));

  it('are refused in any other', () => {
    for (const message of [
      { type: 'project', method: 'mds', use: 'all' },
      { type: 'open', image: -1 },
      { type: 'open', image: 1e9 },
      { type: 'savePicture', bytes: 'text' },
      { type: 'delete' },
    ])
      assert.throws(() => readStyleMessage(message), { name: 'ShapeError' });
  });
});
