// Properties that hold for any image. The parity suite compares the bytes with the reference (Pillow).

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { resizeBicubic } from '../../../engine/images/resize.js';
import { iResizeTiler } from '../../parity/iResizeTiler.js';
import { patterned } from './samplePixels.js';

describe('bicubic resizing', () => {
  it('and tiling give every byte of the reference fixtures', async () => {
    const root = fileURLToPath(new URL('../../../../test/fixtures/deepliif/', import.meta.url));
    const failed: string[] = [];
    let count = 0;
    for await (const check of iResizeTiler(root, { backend: 'cpu' })) {
      count++;
      if (!check.pass) failed.push(`${check.name}: ${check.note}`);
    }
    assert.deepEqual(failed, []);
    assert.ok(count > 50);
  });

  it('leaves an image of the wanted size as it is', () => {
    const image = patterned(31, 17);
    assert.equal(resizeBicubic(image, 31, 17), image);
  });

  for (const [width, height] of [
    [1, 1],
    [5, 40],
    [64, 64],
    [200, 3],
  ] as const)
    it(`keeps a flat colour flat at ${width} × ${height}, because weights add up to one`, () => {
      const flat = {
        width: 37,
        height: 29,
        channels: 3,
        data: new Uint8Array(37 * 29 * 3).fill(143),
      } as const;
      const resized = resizeBicubic(flat, width, height);
      assert.deepEqual(
        [resized.width, resized.height, resized.data.length],
        [width, height, width * height * 3],
      );
      assert.ok(resized.data.every((level) => level === 143));
    });

  it('treats each channel alone: grey equals one channel of RGB', () => {
    const grey = patterned(40, 30, 1);
    const rgb = { ...grey, channels: 3, data: Uint8Array.from(grey.data, (_, i) => i) } as const;
    const tripled = {
      ...rgb,
      data: new Uint8Array(grey.data.length * 3).map((_, i) => grey.data[Math.floor(i / 3)]!),
    };
    const small = resizeBicubic(grey, 13, 11);
    assert.deepEqual(
      [...resizeBicubic(tripled, 13, 11).data].filter((_, i) => i % 3 === 1),
      [...small.data],
    );
  });

  it('makes a single pixel as large as wanted', () =>
    assert.deepEqual(
      [...resizeBicubic({ width: 1, height: 1, channels: 3, data: Uint8Array.of(9, 99, 199) }, 2, 2).data],
      [9, 99, 199, 9, 99, 199, 9, 99, 199, 9, 99, 199],
    ));

  it('overshoots beside an edge and stops at black and white', () => {
    const edge = {
      width: 8,
      height: 1,
      channels: 1,
      data: Uint8Array.of(0, 0, 0, 0, 255, 255, 255, 255),
    } as const;
    const grown = resizeBicubic(edge, 64, 1).data;
    assert.equal(Math.min(...grown), 0);
    assert.equal(Math.max(...grown), 255);
    assert.equal(grown[31]! + grown[32]!, 255); // symmetric about the edge
  });
});
