// Micrometres per pixel, from files made here field by field.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describeImage } from '../../../engine/images/decode.js';
import { mppOfDescription } from '../../../engine/images/pixelSize.js';
import { folderPerTest } from './samplePixels.js';

describe('the size of a pixel', () => {
  const folder = folderPerTest();
  const grey = () => sharp({ create: { width: 4, height: 3, channels: 3, background: '#808080' } });
  const mppOf = async (path: string) => (await describeImage(path, { colour: 'managed' })).mpp;

  /** sharp's density is in dots per inch, in PNG and TIFF alike. */
  async function withDensity(dpi: number, format: 'png' | 'tiff'): Promise<number | undefined> {
    const path = folder.file(`a.${format}`);
    await grey().withMetadata({ density: dpi }).toFormat(format).toFile(path);
    return mppOf(path);
  }

  for (const format of ['png', 'tiff'] as const) {
    it(`is believed of a ${format} when a microscope can have it`, async () =>
      assert.ok(Math.abs((await withDensity(25_400 / 0.5, format))! - 0.5) < 1e-3));
    it(`is not a print resolution of a ${format}`, async () => {
      assert.equal(await withDensity(72, format), undefined);
      assert.equal(await withDensity(300, format), undefined);
    });
  }

  it('is unknown where a file says nothing', async () => {
    await grey().png().toFile(folder.file('a.png'));
    assert.equal(await mppOf(folder.file('a.png')), undefined);
    await grey().jpeg().toFile(folder.file('a.jpg'));
    assert.equal(await mppOf(folder.file('a.jpg')), undefined);
  });

  /** A grey TIFF of 2 × 2 pixels, little-endian, with a resolution and perhaps a description. */
  function tiff(x: readonly [number, number], y: readonly [number, number], unit: number, description = '') {
    const text = Buffer.from(`${description}\0`);
    const fields: [tag: number, type: number, count: number, value: number][] = [
      [256, 3, 1, 2],
      [257, 3, 1, 2],
      [258, 3, 1, 8],
      [259, 3, 1, 1],
      [262, 3, 1, 1],
      [270, 2, text.length, 220],
      [273, 4, 1, 8],
      [277, 3, 1, 1],
      [278, 3, 1, 2],
      [279, 4, 1, 4],
      [282, 5, 1, 200],
      [283, 5, 1, 208],
      [296, 3, 1, unit],
    ];
    const file = Buffer.alloc(220 + text.length);
    file.write('II*\0', 'latin1');
    file.writeUInt32LE(12, 4);
    file.writeUInt16LE(fields.length, 12);
    fields.forEach(([tag, type, count, value], i) => {
      const at = 14 + 12 * i;
      file.writeUInt16LE(tag, at);
      file.writeUInt16LE(type, at + 2);
      file.writeUInt32LE(count, at + 4);
      // A text of up to four bytes stands in the entry itself.
      if (tag === 270 && count <= 4) text.copy(file, at + 8);
      else file.writeUInt32LE(value, at + 8);
    });
    [...x, ...y].forEach((value, i) => file.writeUInt32LE(value, 200 + 4 * i));
    text.copy(file, 220);
    return file;
  }

  for (const [what, bytes, expected] of [
    ['pixels per centimetre', tiff([40_000, 1], [40_000, 1], 3), 0.25],
    ['a fraction of pixels per inch', tiff([508_000, 10], [508_000, 10], 2), 0.5],
    ['pixels that are not square', tiff([40_000, 1], [20_000, 1], 3), undefined],
    ['a fraction of nothing', tiff([40_000, 0], [40_000, 0], 3), undefined],
    ['no unit', tiff([40_000, 1], [40_000, 1], 1), undefined],
    [
      'Aperio’s own words, which go before its tags',
      tiff([72, 1], [72, 1], 2, 'Aperio Image|AppMag = 40|MPP = 0.2520'),
      0.252,
    ],
    ['ImageJ’s unit', tiff([4, 1], [4, 1], 1, 'ImageJ=1.53t\nunit=micron\n'), 0.25],
  ] as const)
    it(`is read from a TIFF with ${what}`, async () => {
      await writeFile(folder.file('a.tif'), bytes);
      assert.equal(await mppOf(folder.file('a.tif')), expected);
    });

  for (const [description, expected] of [
    [
      '<?xml version="1.0"?><OME xmlns="…"><Image><Pixels ID="P" PhysicalSizeX="0.5" SizeX="9"/></Image></OME>',
      0.5,
    ],
    [
      '<OME><Pixels PhysicalSizeX="325" PhysicalSizeXUnit="nm" PhysicalSizeY="325" PhysicalSizeYUnit="nm"></OME>',
      0.325,
    ],
    ['<OME:OME><OME:Pixels PhysicalSizeX="0.5" PhysicalSizeY="0.9"/></OME:OME>', undefined],
    ['<OME><Pixels PhysicalSizeX="0.0001" PhysicalSizeXUnit="mm"/></OME>', 0.1],
    ['<OME><Pixels PhysicalSizeX="1" PhysicalSizeXUnit="pixel"/></OME>', undefined],
    ['<OME><Pixels PhysicalSizeX="1e999"/></OME>', undefined],
    ['Aperio Image Library v11\n1000x1000 |AppMag = 20|MPP = 0.4990', 0.499],
    ['|MPP = 0.4990|Left = 25', 0.499],
    ['|MPP = 0,4990|Left = 1', 0.499],
    ['|MPP = 0,4,9|', undefined],
    ['|MPP = banana|', undefined],
    ['', undefined],
  ] as const)
    it(`is ${expected} in ${description.slice(0, 60)}`, () =>
      assert.equal(mppOfDescription(description), expected));

  // A search whose work grows with the square of the length would take minutes, and mocha would end it.
  for (const [what, hostile] of [
    ['elements', '<Pixels '.repeat(80_000)],
    ['attributes', `<OME><Pixels ${'a="b" '.repeat(100_000)}`],
    ['keys', '|MPP ='.repeat(100_000)],
  ] as const)
    it(`is looked for in work that grows with the length of the description: ${what}`, () =>
      assert.equal(mppOfDescription(hostile), undefined));
});
