import assert from 'node:assert/strict';
import { groupsOf, imagesIn } from '../../../../webview/style/styleGroups.js';

const image = (folder: string, marker: string) => ({ path: '', folder, marker, widthPx: 1, heightPx: 1 });
const theme = { colour: (index: number) => `colour ${index}` };

describe('groups of images', () => {
  it('are by folder or marker, in the order of their titles', () => {
    const images = [image('b', 'Ki67'), image('a', 'Ki67'), image('b', 'CD8')];
    assert.deepEqual(
      groupsOf(images, 'folder', theme).map(({ title, colour, images: own }) => [title, colour, own]),
      [
        ['a', 'colour 0', [1]],
        ['b', 'colour 1', [0, 2]],
      ],
    );
    assert.deepEqual(
      groupsOf(images, 'marker', theme).map(({ title }) => title),
      ['CD8', 'Ki67'],
    );
  });

  it('beyond ten have another symbol', () => {
    const groups = groupsOf(
      Array.from({ length: 11 }, (_, i) => image(String.fromCharCode(97 + i), '')),
      'folder',
      theme,
    );
    assert.notEqual(groups[10]!.symbol, groups[0]!.symbol);
  });
});

describe('images in a rectangle', () => {
  it('are those whose places lie in it, its edges too', () =>
    assert.deepEqual(imagesIn(Float64Array.of(0, 0, 1, 1, 2, 2), [0, 1], [0, 1]), [0, 1]));
});
