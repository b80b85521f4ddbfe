// Picture of the modalities of one image: truth in the upper row, prediction in the lower one, a column for each modality.

import { sizeWithin } from '../evaluation/drawLabels.js';
import { resizeBicubic } from '../images/resize.js';
import type { Raster } from '../protocol/raster.js';
import type { PicturePair } from './modalityPictures.js';
import { readPicture } from './truth.js';

/** Picture, no side of one of its pictures longer than `sidePx`. @throws EngineError `image-unreadable` */
export async function modalityMontage(pairs: readonly PicturePair[], sidePx: number): Promise<Raster> {
  const columns: (readonly [truth: Raster, prediction: Raster])[] = [];
  for (const { truth, prediction } of pairs)
    columns.push([await small(truth, sidePx), await small(prediction, sidePx)]);
  const cell = {
    width: Math.max(...columns.flat().map(({ width }) => width)),
    height: Math.max(...columns.flat().map(({ height }) => height)),
  };
  const width = cell.width * columns.length;
  const montage: Raster = {
    ...{ width, height: 2 * cell.height, channels: 3 },
    data: new Uint8Array(3 * width * 2 * cell.height),
  };
  for (const [column, pictures] of columns.entries())
    for (const [row, picture] of pictures.entries())
      paste(montage, picture, column * cell.width, row * cell.height);
  return montage;
}

async function small(file: string, sidePx: number): Promise<Raster> {
  const picture = await readPicture(file);
  const { width, height } = sizeWithin(picture, sidePx);
  return width === picture.width && height === picture.height
    ? picture
    : resizeBicubic(picture, width, height);
}

function paste(onto: Raster, { width, height, channels, data }: Raster, left: number, top: number): void {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++)
        onto.data[3 * ((top + y) * onto.width + left + x) + c] =
          data[(y * width + x) * channels + (channels < 3 ? 0 : c)]!;
}
