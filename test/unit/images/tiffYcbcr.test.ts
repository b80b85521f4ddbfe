// Colours of YCbCr and JPEG in TIFFs, which libvips takes as the tag says, right or wrong.

import { deflateSync } from 'node:zlib';
import { PICTURE, HEIGHT, TILED, WIDTH, jpegOf, plane, tiffReading, tiles } from './tiffPicture.js';
import { pageFields, writeTiff, type Field } from './tiffWriter.js';

describe('a TIFF', () => {
  const { assertRead, assertRefused } = tiffReading();

  describe('of YCbCr without JPEG has the right colours:', () => {
    const ycbcr = Uint8Array.from({ length: PICTURE.data.length }, (_, i) => {
      const [r, g, b] = PICTURE.data.subarray(i - (i % 3), i - (i % 3) + 3) as unknown as [
        number,
        number,
        number,
      ];
      const y = 0.299 * r + 0.587 * g + 0.114 * b;
      return Math.round([y, 128 + (b - y) / 1.772, 128 + (r - y) / 1.402][i % 3]!);
    });
    /** Units of `across` × `down` values of Y, then the Cb and Cr of their first pixel. */
    const packed = (bytes: Uint8Array, width: number, height: number, across: number, down: number) => {
      const units: number[] = [];
      for (let top = 0; top < height; top += down)
        for (let left = 0; left < width; left += across) {
          for (let y = 0; y < down; y++)
            for (let x = 0; x < across; x++) units.push(bytes[3 * ((top + y) * width + left + x)]!);
          units.push(bytes[3 * (top * width + left) + 1]!, bytes[3 * (top * width + left) + 2]!);
        }
      return Uint8Array.from(units);
    };
    const file = (
      blocks: readonly Uint8Array[],
      sampling: number[],
      more: readonly Field[] = [],
      compression = 1,
    ) =>
      writeTiff([
        {
          fields: pageFields(WIDTH, HEIGHT, {
            photometric: 6,
            compression,
            more: [[530, 3, sampling], ...more],
          }),
          blocks,
          isTiled: more.some(([tag]) => tag === 322),
        },
      ]);
    it('full chroma', () => assertRead(file([ycbcr], [1, 1]), 1));
    it('full chroma, deflated', () => assertRead(file([deflateSync(ycbcr)], [1, 1], [], 8), 1));
    it('full chroma in tiles', () => assertRead(file(tiles(ycbcr, 3), [1, 1], TILED()), 1));
    it('separate planes', () =>
      assertRead(
        file(
          [0, 1, 2].map((channel) => plane(channel, { ...PICTURE, data: ycbcr })),
          [1, 1],
          [[284, 3, [2]]],
        ),
        1,
      ));
    for (const [across, down] of [
      [2, 1],
      [2, 2],
      [4, 1],
      [1, 2],
    ] as const)
      it(`chroma reduced ${across} × ${down}, deflated`, () =>
        assertRead(
          file([deflateSync(packed(ycbcr, WIDTH, HEIGHT, across, down))], [across, down], [], 8),
          2.5,
        ));
    it('chroma reduced 2 × 2 in strips', () =>
      assertRead(
        file(
          [0, 8, 16, 24].map((y) =>
            packed(ycbcr.subarray(3 * y * WIDTH, 3 * (y + 8) * WIDTH), WIDTH, 8, 2, 2),
          ),
          [2, 2],
          [[278, 3, [8]]],
        ),
        2,
      ));
    it('chroma reduced 2 × 2 in tiles', () =>
      assertRead(
        file(
          tiles(ycbcr, 3, 32).map((tile) => packed(tile, 32, 32, 2, 2)),
          [2, 2],
          TILED(32),
        ),
        2,
      ));
    it('a range of video', () => {
      const video = ycbcr.map((level, i) =>
        Math.round(i % 3 === 0 ? 16 + (level * 219) / 255 : 128 + ((level - 128) * 112) / 127),
      );
      return assertRead(
        file([video], [1, 1], [[532, 5, [16, 1, 235, 1, 128, 1, 240, 1, 128, 1, 240, 1]]]),
        1.5,
      );
    });
    it('strips that cut units are refused', () =>
      assertRefused(
        file(
          [0, 1].map(() => packed(ycbcr, WIDTH, 16, 2, 2)),
          [2, 2],
          [[278, 3, [17]]],
        ),
        /cut its 2 × 2 units/,
      ));
  });

  describe('of JPEG has the colours that the JPEG tells:', () => {
    for (const sampling of ['4:4:4', '4:2:0'])
      it(`YCbCr ${sampling} in a strip that is called RGB`, async () => {
        const strip = await jpegOf(PICTURE.data, WIDTH, HEIGHT, sampling);
        await assertRead(
          writeTiff([{ fields: pageFields(WIDTH, HEIGHT, { compression: 7 }), blocks: [strip] }]),
          2,
        );
      });
    it('YCbCr tiles that are called RGB', async () => {
      const fields = pageFields(WIDTH, HEIGHT, { compression: 7, more: TILED(32) });
      const blocks = await Promise.all(
        tiles(PICTURE.data, 3, 32).map((tile) => jpegOf(tile, 32, 32, '4:2:0')),
      );
      await assertRead(writeTiff([{ fields, blocks, isTiled: true }], true), 3);
    });
    it('RGB without a marker that is called RGB', async () => {
      // Grey as RGB: stored as Y, Cb and Cr that are all equal, which these colours give.
      const data = PICTURE.data.map((_, i) => {
        const level = 100 + (Math.floor(i / 3) % WIDTH);
        return level + Math.round([1.402, -1.058, 1.772][i % 3]! * (level - 128));
      });
      const strip = await jpegOf(data, WIDTH, HEIGHT, '4:4:4');
      const expected = {
        ...PICTURE,
        data: PICTURE.data.map((_, i) => 100 + (Math.floor(i / 3) % WIDTH)),
      };
      const fields = pageFields(WIDTH, HEIGHT, { compression: 7 });
      await assertRead(writeTiff([{ fields, blocks: [strip] }]), 2, expected);
    });
    it('RGB by Adobe’s marker that is called YCbCr', async () => {
      // A grey JPEG of three components has Cb and Cr of 128; read as RGB, green and blue are 128.
      const data = PICTURE.data.map((level, i) => PICTURE.data[i - (i % 3)] ?? level);
      const jpeg = await jpegOf(data, WIDTH, HEIGHT, '4:4:4');
      const adobe = Buffer.from('\xff\xd8\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0', 'latin1');
      const strip = Buffer.concat([adobe, jpeg.subarray(2)]);
      const fields = pageFields(WIDTH, HEIGHT, { compression: 7, photometric: 6, more: [[530, 3, [1, 1]]] });
      const expected = { ...PICTURE, data: data.map((level, i) => (i % 3 === 0 ? level : 128)) };
      await assertRead(writeTiff([{ fields, blocks: [strip] }]), 1, expected);
    });
  });
});
