// Image that a result was made of, small: it is shown only if it is still the one that was analysed.

import { isAbsolute, join } from 'node:path';
import { fileSha256 } from '../files/fileSha256.js';
import { describeImage } from '../images/decode.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import type { ResultRecord } from '../reading/resultRecord.js';
import { readSmall } from '../pictures/readSmall.js';

/**
 * @param folder of the result
 * @throws EngineError `image-unreadable`, `cancelled`, `usage` for an image that has changed since it was analysed
 */
export async function analysedImage(
  folder: string,
  image: ResultRecord['image'],
  sidePx: number,
  control: Control,
): Promise<Raster> {
  const path = isAbsolute(image.path) ? image.path : join(folder, image.path);
  const { width, height } = await describeImage(path, { colour: 'managed' });
  const isSame =
    width * height === image.widthPx * image.heightPx && (await fileSha256(path)) === image.sha256;
  if (!isSame)
    throw new EngineError('usage', 'the file has changed since it was analysed, so it is not shown.');
  return (await readSmall(path, 2 * sidePx, { colour: 'managed' }, control)).raster;
}
