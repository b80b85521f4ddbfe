// Expected pixels come from Pillow and from the definitions of the formats; see test/fixtures/images/README.md.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { openImage, type ColourHandling } from '../../../engine/images/decode.js';
import { readWhole } from '../../../engine/images/memory.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { refusal } from '../checkpoints/refusal.js';
import { cutOut, fixture, folderPerTest } from './samplePixels.js';

interface Expected {
  readonly width: number;
  readonly height: number;
  readonly as_stored: string;
  readonly managed?: { readonly width: number; readonly height: number; readonly rgb: string };
}

const EXPECTED = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as Record<string, Expected>;

/** Profiles and blending are rounded differently by different programs. */
const MANAGED_TOLERANCE = 1;

async function pixelsOf(name: string, colour: ColourHandling, scratch?: string): Promise<Raster> {
  const image = await openImage(
    fixture(name),
    scratch ? { colour, scratchDir: scratch, memoryLimitBytes: 0 } : { colour },
  );
  try {
    return await readWhole(image);
  } finally {
    await image.close();
  }
}

function assertPixels(
  actual: Raster,
  width: number,
  height: number,
  base64: string,
  tolerance: number,
): void {
  const expected = Buffer.from(base64, 'base64');
  assert.deepEqual([actual.width, actual.height, actual.channels], [width, height, 3]);
  assert.equal(actual.data.length, expected.length);
  const wrong = expected.findIndex((level, i) => Math.abs(level - actual.data[i]!) > tolerance);
  assert.equal(wrong, -1, `byte ${wrong}: ${actual.data[wrong]} instead of ${expected[wrong]}`);
}

for (const where of ['memory', 'a scratch file'] as const)
  describe(`an image decoded into ${where}`, () => {
    const folder = folderPerTest();
    const scratch = () => (where === 'memory' ? undefined : folder.path);

    for (const [name, expected] of Object.entries(EXPECTED)) {
      it(`${name} as stored has the bytes that Pillow gives`, async () => {
        const pixels = await pixelsOf(name, 'as-stored', scratch());
        assertPixels(pixels, expected.width, expected.height, expected.as_stored, 0);
        assert.deepEqual(folder.names(), []);
      });

      // The colours of a CMYK image depend on a profile; see below.
      if (!/cmyk|inks/.test(name))
        it(`${name} colour-managed is what a person would see`, async () => {
          const pixels = await pixelsOf(name, 'managed', scratch());
          const { width, height, rgb } = expected.managed ?? { ...expected, rgb: expected.as_stored };
          assertPixels(pixels, width, height, rgb, expected.managed ? MANAGED_TOLERANCE : 0);
        });
    }

    it('CMYK colour-managed has white paper, dark black, and inks of their colour', async () => {
      const pixels = await pixelsOf('inks.tif', 'managed', scratch());
      const [paper, black, cyan, magenta] = [0, 1, 2, 3].map((row) => cutOut(pixels, 0, row, 1, 1));
      assert.ok(paper!.every((level) => level >= 250));
      assert.ok(black!.every((level) => level < 60));
      assert.ok(cyan![0]! < 60 && cyan![1]! > 120 && cyan![2]! > 180);
      assert.ok(magenta![0]! > 180 && magenta![1]! < 60);
    });
  });

describe('an opened image', () => {
  const notices = async (name: string, colour: ColourHandling) => {
    const image = await openImage(fixture(name), { colour });
    await image.close();
    return image.notices;
  };

  it('says that further pages are not used', async () =>
    assert.deepEqual(await notices('pages.tif', 'managed'), [
      'The file has 2 pages; only the first is used.',
    ]));

  it('says that channels besides the colours are left out', async () =>
    assert.match((await notices('extra_channel.tif', 'managed'))[0]!, /1 channel/));

  it('says that a broken colour profile is not used, where it would have been', async () => {
    assert.match((await notices('bad_profile.png', 'managed'))[0]!, /profile.*sRGB/);
    assert.deepEqual(await notices('bad_profile.png', 'as-stored'), []);
  });

  it('has nothing to say otherwise', async () => {
    for (const name of ['rgb.png', 'rgb.jpg', 'profile.jpg', 'rgb.tif', 'lossy.webp', 'rgba16.png'])
      assert.deepEqual(await notices(name, 'managed'), []);
  });

  it('can be read piece by piece, and not once closed', async () => {
    const image = await openImage(fixture('orientation6.jpg'), { colour: 'managed' });
    const whole = await readWhole(image);
    assert.deepEqual([...(await image.read(3, 5, 11, 13)).data], cutOut(whole, 3, 5, 11, 13));
    await image.close();
    await image.close();
    await assert.rejects(image.read(0, 0, 1, 1));
  });
});

describe('a truncated image is refused', () => {
  const folder = folderPerTest();
  for (const name of [
    'rgb.png',
    'interlaced.png',
    'rgb.jpg',
    'progressive.jpg',
    'lossy.webp',
    'lossless.webp',
    'rgb.tif',
    'lzw.tif',
    'jpeg.tif',
    'tiled_bigtiff.tif',
    'rgb16.tif',
  ])
    for (const share of [0.95, 0.6, 0.1])
      it(`${name}, of which ${share * 100} % are left`, async () => {
        const content = readFileSync(fixture(name));
        const path = folder.file(name);
        writeFileSync(path, content.subarray(0, Math.floor(content.length * share)));
        for (const memoryLimitBytes of [1e9, 0]) {
          const options = { colour: 'managed', scratchDir: folder.path, memoryLimitBytes } as const;
          await assert.rejects(openImage(path, options), refusal(/truncated|cut off/, 'image-unreadable'));
        }
        assert.deepEqual(folder.names(), [name]);
      });
});

describe('a damaged image is refused, where its format has checksums', () => {
  const folder = folderPerTest();
  for (const name of ['rgb.png', 'interlaced.png', 'tiled_bigtiff.tif'])
    it(name, async () => {
      const content = Uint8Array.from(readFileSync(fixture(name)));
      content.fill(0xaa, Math.floor(content.length / 2), Math.floor(content.length / 2) + 40);
      writeFileSync(folder.file(name), content);
      await assert.rejects(
        openImage(folder.file(name), { colour: 'managed' }),
        refusal(/damaged|truncated/, 'image-unreadable'),
      );
    });
});

describe('the scratch folder', () => {
  const folder = folderPerTest();

  it('has to exist', async () => {
    const options = { colour: 'managed', scratchDir: folder.file('none'), memoryLimitBytes: 0 } as const;
    await assert.rejects(openImage(fixture('rgb.png'), options), refusal(/none/, 'output-unwritable'));
  });
});
