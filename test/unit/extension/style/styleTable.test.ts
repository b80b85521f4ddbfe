import assert from 'node:assert/strict';
import { styleTable } from '../../../../extension/style/styleTable.js';

const styles = {
  images: ['a', 'b'].map((path) => ({ path, folder: 'f', marker: 'm', widthPx: 1, heightPx: 1 })),
  features: [{ id: 'noise', title: 'Noise', group: 'detail' as const }],
  values: Float64Array.of(5, 6),
  failures: [],
  notes: [],
};
const places = { method: 'umap' as const, places: Float64Array.of(1, 2, 3, 4) };

describe('the table of images', () => {
  it('has a row per image: place and features', () =>
    assert.deepEqual(
      [...styleTable(styles, places, [])],
      [
        ['image', 'folder', 'marker', 'umap_x', 'umap_y', 'noise'],
        ['a', 'f', 'm', 1, 2, 5],
        ['b', 'f', 'm', 3, 4, 6],
      ],
    ));

  it('has the selected images only, and none that there is not', () =>
    assert.deepEqual([...styleTable(styles, places, [1, 7])].slice(1), [['b', 'f', 'm', 3, 4, 6]]));
});
