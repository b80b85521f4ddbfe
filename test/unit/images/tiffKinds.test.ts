// Kinds of TIFF that libvips misreads or refuses as they are, each made here field by field from one picture.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describeImage, openImage, type OpenedImage } from '../../../engine/images/decode.js';
import { readWhole } from '../../../engine/images/memory.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { refusal } from '../checkpoints/refusal.js';
import { folderPerTest } from './samplePixels.js';
import { pageFields, writeTiff, type Field } from './tiffWriter.js';

const [WIDTH, HEIGHT] = [48, 32];

/** A smooth picture of pink and brown, bright enough to be no dark one. */
const PICTURE: Raster = {
  ...{ width: WIDTH, height: HEIGHT, channels: 3 },
  data: Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)];
    return [240 - 2 * x, 200 - 3 * y, 220 - x - 2 * y][i % 3]!;
  }),
};

const plane = (channel: number, { data } = PICTURE) => data.filter((_, i) => i % 3 === channel);
const deep = (bytes: Uint8Array, white: number, bigEndian = false) => {
  const buffer = Buffer.alloc(2 * bytes.length);
  bytes.forEach((level, i) => {
    const sample = Math.round((level * white) / 255);
    if (bigEndian) buffer.writeUInt16BE(sample, 2 * i);
    else buffer.writeUInt16LE(sample, 2 * i);
  });
  return buffer;
};

/** Squares of `side` pixels, row by row; what lies beyond the picture is 0. */
function tiles(bytes: Uint8Array, bytesPerPixel: number, side = 16): Uint8Array[] {
  const cut: Uint8Array[] = [];
  for (let top = 0; top < HEIGHT; top += side)
    for (let left = 0; left < WIDTH; left += side) {
      const tile = new Uint8Array(side * side * bytesPerPixel);
      for (let row = 0; row < Math.min(side, HEIGHT - top); row++) {
        const from = ((top + row) * WIDTH + left) * bytesPerPixel;
        const length = Math.min(side, WIDTH - left) * bytesPerPixel;
        tile.set(bytes.subarray(from, from + length), row * side * bytesPerPixel);
      }
      cut.push(tile);
    }
  return cut;
}

const TILED = (side = 16): Field[] => [
  [322, 4, [side]],
  [323, 4, [side]],
];
const jpegOf = (data: Uint8Array, width: number, height: number, chromaSubsampling: string) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling })
    .toBuffer();

function distance(actual: Raster, expected = PICTURE): number {
  assert.deepEqual([actual.width, actual.height], [expected.width, expected.height]);
  return (
    actual.data.reduce((sum, level, i) => sum + Math.abs(level - expected.data[i]!), 0) / actual.data.length
  );
}

describe('a kind of TIFF', () => {
  const folder = folderPerTest();
  const write = (file: Uint8Array, name = 'a.tif') => {
    writeFileSync(folder.file(name), file);
    return folder.file(name);
  };

  /** Reads it in memory and through scratch files; both have to be the picture, and nothing may stay behind. */
  async function assertRead(file: Uint8Array, most: number, expected = PICTURE): Promise<OpenedImage> {
    const path = write(file);
    let opened: OpenedImage;
    for (const memoryLimitBytes of [1e9, 0]) {
      opened = await openImage(path, { colour: 'managed', scratchDir: folder.path, memoryLimitBytes });
      const far = distance(await readWhole(opened), expected);
      await opened.close();
      assert.ok(far <= most, `mean distance ${far}`);
    }
    assert.deepEqual(folder.names(), ['a.tif']);
    const { width, height } = await describeImage(path, { colour: 'managed' });
    assert.deepEqual([width, height], [expected.width, expected.height]);
    return opened!;
  }
  const assertRefused = (file: Uint8Array, message: RegExp) =>
    assert.rejects(openImage(write(file), { colour: 'managed' }), refusal(message, 'image-unreadable'));

  describe('with faults that harm no pixel is read:', () => {
    const fields = pageFields(WIDTH, HEIGHT);
    const read = (changed: readonly Field[]) =>
      assertRead(writeTiff([{ fields: changed, blocks: [PICTURE.data] }]), 0);
    it('tags in no order', () => read([...fields].reverse()));
    it('a text without its end', () => read([...fields, [305, 2, 'Scanner soft']]));
    it('a tag of its own with a wrong number of values', () => read([...fields, [282, 3, [1, 2, 3]]]));
    it('a tag twice', () => read([...fields, fields[0]!]));
    it('but a strip beyond the end is refused', () => {
      const file = writeTiff([{ fields: [...fields].reverse(), blocks: [PICTURE.data] }]);
      return assertRefused(cutStrip(file), /truncated/);
    });
  });

  describe('whose colours are pages is one picture:', () => {
    const ome = (channels: string, size = 'SizeC="3" SizeZ="1" SizeT="1"') =>
      `<?xml version="1.0"?><OME><Image><Pixels ${size} PhysicalSizeX="0.25">${channels}</Pixels></Image></OME>\0`;
    const channel = (more = '') => `<Channel SamplesPerPixel="1"${more}/>`;
    const pages = (text: string, order = [0, 1, 2], isTiled = false, white = 255) =>
      writeTiff(
        order.map((colour, i) => ({
          fields: pageFields(WIDTH, HEIGHT, {
            samples: 1,
            photometric: 1,
            bits: white > 255 ? 16 : 8,
            more: [...(i === 0 ? [[270, 2, text] as const] : []), ...(isTiled ? TILED() : [])],
          }),
          blocks: planeBlocks(colour % 3, isTiled, white),
          isTiled,
        })),
      );
    const planeBlocks = (colour: number, isTiled: boolean, white: number) => {
      const bytes = white > 255 ? deep(plane(colour), white) : plane(colour);
      return isTiled ? tiles(bytes, white > 255 ? 2 : 1) : [bytes];
    };
    const three = channel() + channel() + channel();

    it('OME-TIFF in strips, which is said', async () => {
      const { notices, mpp } = await assertRead(pages(ome(three)), 0);
      assert.match(notices.join(), /three pages/);
      assert.equal(mpp, 0.25);
    });
    it('OME-TIFF in tiles', () => assertRead(pages(ome(three), [0, 1, 2], true), 0));
    it('OME-TIFF of 12 bits', () => assertRead(pages(ome(three), [0, 1, 2], true, 4095), 0.1));
    it('OME-TIFF of 16 bits', () => assertRead(pages(ome(three), [0, 1, 2], false, 65_535), 0));
    it('OME-TIFF whose colours say another order', () => {
      const [red, green, blue] = [-16776961, 16711935, 65535].map((colour) => channel(` Color="${colour}"`));
      return assertRead(pages(ome(`${blue}${green}${red}`), [2, 1, 0]), 0);
    });
    it('ImageJ hyperstack', () =>
      assertRead(pages('ImageJ=1.53t\nimages=3\nchannels=3\nmode=composite\n\0'), 0));
    it('ImageJ hyperstack with one directory', () =>
      assertRead(
        writeTiff([
          {
            fields: pageFields(WIDTH, HEIGHT, {
              samples: 1,
              photometric: 1,
              more: [[270, 2, 'ImageJ=1.53t\nimages=3\nchannels=3\n\0']],
            }),
            blocks: [Buffer.concat([plane(0), plane(1), plane(2)])],
          },
        ]),
        0,
      ));
    it('four channels are refused', () =>
      assertRefused(pages(ome('', 'SizeC="4"'), [0, 1, 2, 0]), /4 channels.*RGB/));
    it('a stack of three channels is refused', () =>
      assertRefused(pages(ome(three, 'SizeC="3" SizeZ="2"'), [0, 1, 2, 0, 1, 2]), /stack of 6 planes/));
    it('channels of fluorescence are refused', () =>
      assertRefused(
        pages(ome(['DAPI', 'FITC', 'Cy5'].map((name) => channel(` Name="${name}"`)).join(''))),
        /not red, green and blue.*DAPI/,
      ));
  });

  describe('of 16 bits of which fewer are used is scaled, which is said:', () => {
    const file = (white: number, more: readonly Field[], bigEndian = false) =>
      writeTiff(
        [
          {
            fields: pageFields(WIDTH, HEIGHT, { bits: 16, more }),
            blocks: [deep(PICTURE.data, white, bigEndian)],
          },
        ],
        bigEndian,
      );
    const said = async (bytes: Uint8Array, notice: RegExp) =>
      assert.match((await assertRead(bytes, 0.5)).notices.join(), notice);
    const significant = (bits: number): Field => [
      270,
      2,
      `<OME><Pixels SizeC="3" SignificantBits="${bits}"><Channel SamplesPerPixel="3"/></Pixels></OME>\0`,
    ];
    it('MaxSampleValue', () => said(file(4095, [[281, 3, [4095, 4095, 4095]]]), /4095 is taken as white/));
    it('MaxSampleValue, big-endian', () =>
      said(file(4095, [[281, 3, [4095, 4095, 4095]]], true), /4095 is taken as white/));
    it('SignificantBits of OME', () => said(file(16_383, [significant(14)]), /16383 is taken as white/));
    it('12 bits of which nothing tells', () => said(file(4095, []), /4095 is taken.*12-bit camera/));
    it('12 bits that OME calls 16', () => said(file(4095, [significant(16)]), /12-bit camera/));
    it('8 bits in 16', () => said(file(255, []), /8-bit camera/));
    it('all 16 are used: nothing is said', async () =>
      assert.deepEqual((await assertRead(file(65_535, []), 0)).notices, []));
    it('a declared value that a sample exceeds is not believed', async () =>
      assert.deepEqual((await assertRead(file(65_535, [[281, 3, [4095, 4095, 4095]]]), 0)).notices, []));
  });

  describe('with a small copy before the picture is the picture:', () => {
    const small = (more: readonly Field[] = []) => ({
      fields: pageFields(12, 8, { more }),
      blocks: [new Uint8Array(12 * 8 * 3)],
    });
    const full = { fields: pageFields(WIDTH, HEIGHT), blocks: [PICTURE.data] };
    const said = async (bytes: Uint8Array, notice: RegExp) =>
      assert.match((await assertRead(bytes, 0)).notices.join(), notice);
    it('marked by NewSubfileType', () => said(writeTiff([small([[254, 4, [1]]]), full]), /page 2 \(48 × 32/));
    it('marked by SubfileType', () => said(writeTiff([small([[255, 3, [2]]]), full]), /page 2/));
    it('without a mark', () => said(writeTiff([small(), full]), /page 2/));
    it('the picture inside its page', () =>
      said(writeTiff([{ ...small([[254, 4, [1]]]), inside: [full] }]), /inside page 1/));
    it('a second page of another shape is none', async () => {
      const label = { fields: pageFields(100, 100), blocks: [new Uint8Array(30_000)] };
      assert.match((await assertRead(writeTiff([full, label]), 0)).notices.join(), /only the first/);
    });
  });

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

  describe('of tiled separate planes is read:', () => {
    const file = (planes: readonly Uint8Array[], bytesPerSample: number, more: readonly Field[] = []) =>
      writeTiff([
        {
          fields: pageFields(WIDTH, HEIGHT, {
            samples: planes.length,
            bits: 8 * bytesPerSample,
            more: [[284, 3, [2]], ...TILED(), ...more],
          }),
          blocks: planes.flatMap((one) => tiles(one, bytesPerSample)),
          isTiled: true,
        },
      ]);
    const three = [0, 1, 2].map((channel) => plane(channel));
    it('8 bits', () => assertRead(file(three, 1), 0));
    it('16 bits', () =>
      assertRead(
        file(
          three.map((one) => deep(one, 65_535)),
          2,
        ),
        0,
      ));
    it('a fourth plane, which is left out', async () => {
      const { notices } = await assertRead(file([...three, plane(0)], 1, [[338, 3, [0]]]), 0);
      assert.match(notices.join(), /1 channel/);
    });
  });

  for (const [compression, name] of [
    [33_005, 'JPEG 2000'],
    [34_712, 'JPEG 2000'],
    [50_000, 'Zstandard'],
  ] as const)
    it(`of ${name} (${compression}) is refused by name, with what to do`, () =>
      assertRefused(
        writeTiff([{ fields: pageFields(WIDTH, HEIGHT, { compression }), blocks: [PICTURE.data] }]),
        new RegExp(`${name}.*which is not read\\. Export it`),
      ));
});

/** Moves the strip of a TIFF of one page beyond the end of the file. */
function cutStrip(file: Buffer): Buffer {
  const cut = Buffer.from(file);
  const directory = cut.readUInt32LE(4);
  for (let i = 0; i < cut.readUInt16LE(directory); i++) {
    const at = directory + 2 + 12 * i;
    if (cut.readUInt16LE(at) === 273) cut.writeUInt32LE(cut.length - 100, at + 8);
  }
  return cut;
}
