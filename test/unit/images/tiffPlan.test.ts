// Kinds of TIFF that libvips misreads or refuses as they are, each made here field by field from one picture.

import assert from 'node:assert/strict';
import { PICTURE, HEIGHT, TILED, WIDTH, deep, plane, tiffReading, tiles } from './tiffPicture.js';
import { pageFields, writeTiff, type Field } from './tiffWriter.js';

describe('a kind of TIFF', () => {
  const { assertRead, assertRefused } = tiffReading();

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
    const PROFILE: readonly Field[] = [[34675, 7, Array.from({ length: 64 }, (_, i) => i)]];
    const pages = (
      text: string,
      order = [0, 1, 2],
      isTiled = false,
      white = 255,
      more: readonly Field[] = [],
    ) =>
      writeTiff(
        order.map((colour, i) => ({
          fields: pageFields(WIDTH, HEIGHT, {
            samples: 1,
            photometric: 1,
            bits: white > 255 ? 16 : 8,
            more: [...(i === 0 ? [[270, 2, text] as const] : []), ...(isTiled ? TILED() : []), ...more],
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
    it('OME-TIFF with a colour profile, which is not applied, as is said', async () => {
      const { notices } = await assertRead(pages(ome(three), [0, 1, 2], false, 255, PROFILE), 0);
      assert.match(notices.join(), /colour profile is not applied/);
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
