import assert from 'node:assert/strict';
import {
  differencePixels,
  ERROR_COLOURS,
  segmentationErrors,
} from '../../../../webview/training/errorColours.js';

describe('a segmentation against its truth', () => {
  // docs/reference.md 7.1, threshold 120. Red: positive. Blue: negative. Green: the line between cells.
  const [red, blue, dark, line, faint] = [
    [200, 0, 0],
    [0, 0, 200],
    [5, 5, 5],
    [200, 200, 200],
    [60, 0, 60],
  ];
  const picture = (...pixels: readonly (readonly number[])[]) => ({
    width: pixels.length,
    height: 1,
    data: Uint8ClampedArray.from(pixels.flatMap((pixel) => [...pixel, 255])),
  });
  it('is right, of the wrong class, too much, or missing, pixel by pixel', () => {
    const { rgba, counts } = segmentationErrors(
      picture(red, blue, red, blue, dark, dark, line, faint),
      picture(red, blue, blue, dark, red, dark, red, red),
    );
    const kinds = ['right', 'right', 'swapped', 'extra', 'missed', 'background', 'missed', 'missed'] as const;
    kinds.forEach((kind, i) =>
      assert.deepEqual([...rgba.subarray(4 * i, 4 * i + 4)], [...ERROR_COLOURS[kind], 255], `pixel ${i}`),
    );
    assert.deepEqual(counts, { right: 2, swapped: 1, extra: 1, missed: 3, background: 1 });
  });
  it('has a difference that can be made brighter', () =>
    assert.deepEqual(
      [...differencePixels(picture([10, 200, 0]), picture([30, 0, 0]), 2)],
      [40, 255, 0, 255],
    ));
});
