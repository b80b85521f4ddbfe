// Sample image extension/sample/ki67-crop.jpg: a part of a real Ki67 image with positive and negative tumour nuclei, at its
// own 0.2271 µm per pixel, which a JPEG cannot say. node docs/pictures/ki67Crop.mjs OS-2-ndpi.ome.tif
//
// The image is images/OS-2-ndpi.ome.tif of https://github.com/petebankhead/2022-qupath-cell-detection (commit 4632a17): a
// field of OpenSlide's freely distributable test data.

import { join } from 'node:path';
import sharp from 'sharp';

const CROP = { left: 740, top: 690, width: 1024, height: 1024 };
const target = join(import.meta.dirname, '..', '..', 'extension', 'sample', 'ki67-crop.jpg');

// Its JPEG tiles hold YCbCr, while its tag says RGB: sharp gives Y, Cb and Cr as if they were red, green and blue.
const { data, info } = await sharp(process.argv[2]).extract(CROP).raw().toBuffer({ resolveWithObject: true });
for (let i = 0; i < data.length; i += info.channels) {
  const [y, cb, cr] = [data[i], data[i + 1] - 128, data[i + 2] - 128];
  const rgb = [y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb];
  rgb.forEach((value, c) => (data[i + c] = Math.min(255, Math.max(0, Math.round(value)))));
}
await sharp(data, { raw: info }).jpeg({ quality: 90 }).toFile(target);
