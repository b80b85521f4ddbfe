import assert from 'node:assert/strict';
import sharp from 'sharp';
import { pictureSize } from '../../../engine/reading/pictureSize.js';

describe('the size of a picture by its first bytes', () => {
  const picture = () => sharp({ create: { width: 37, height: 21, channels: 3, background: '#a04080' } });
  const size = { widthPx: 37, heightPx: 21, turned: false };

  it('is that of a PNG', async () => assert.deepEqual(pictureSize(await picture().png().toBuffer()), size));

  it('is that of a JPEG, progressive or not', async () => {
    for (const progressive of [false, true])
      assert.deepEqual(pictureSize(await picture().jpeg({ progressive }).toBuffer()), size);
  });

  it('tells a JPEG that is to be turned', async () => {
    const turned = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    assert.deepEqual(pictureSize(turned), { ...size, turned: true });
    const upright = await picture().withMetadata({ orientation: 1 }).jpeg().toBuffer();
    assert.deepEqual(pictureSize(upright), size);
  });

  it('is that of a WebP: lossy, lossless, extended', async () => {
    assert.deepEqual(pictureSize(await picture().webp().toBuffer()), size);
    assert.deepEqual(pictureSize(await picture().webp({ lossless: true }).toBuffer()), size);
    const extended = await picture().ensureAlpha(0.5).webp().toBuffer();
    assert.deepEqual(pictureSize(extended), size);
  });

  it('is unknown of anything else, and of what breaks off', async () => {
    const png = await picture().png().toBuffer();
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('II*\0'),
      png.subarray(0, 20),
      Buffer.from([0xff, 0xd8, 0xff]),
    ])
      assert.equal(pictureSize(bytes), undefined);
  });
});
