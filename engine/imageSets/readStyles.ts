// Features of the style of many images. An image that cannot be read costs none of the others.

import { yieldToEventLoop } from '../control/cancel.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { ImageStyles, StyledImage, StyleFeature } from '../protocol/imageStyle.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { featureRows } from '../statistics/featureRows.js';
import { LEAST_SIDE_PX, styleFeatures, STYLE_FEATURES } from '../style/styleFeatures.js';
import { readBounded, rowsNote, thumbnailOf } from './boundedImage.js';
import type { DeepFeatures } from './deepFeatures.js';
import type { SetImage, SetImages } from './setImages.js';

export interface StyleOptions {
  /** Deep features beside the others. */
  readonly model?: string | undefined;
  readonly thumbnails: boolean;
}

/** @throws EngineError `usage` if no image can be read, `cancelled`, and errors of the model */
export async function readStyles(
  { images: found, notes }: SetImages,
  { model, thumbnails }: StyleOptions,
  control: Control = {},
): Promise<ImageStyles> {
  const deep = model === undefined ? undefined : await openDeep(model);
  try {
    const images: StyledImage[] = [];
    const rows: ArrayLike<number>[] = [];
    const failures: { path: string; reason: string }[] = [];
    let trainingRows = 0;
    for (const [done, image] of found.entries()) {
      control.report?.({ stage: 'reading images', done, total: found.length });
      await yieldToEventLoop(control);
      try {
        const { row, isRow, ...rest } = await readStyle(image, deep, thumbnails, control);
        rows.push(row);
        if (isRow) trainingRows++;
        images.push(rest);
      } catch (thrown) {
        const error = asError(thrown);
        if (error instanceof EngineError && error.code !== 'image-unreadable') throw error;
        failures.push({ path: image.path, reason: error.message });
      }
    }
    if (images.length === 0)
      throw new EngineError('usage', `No image could be read. ${failures[0]?.reason ?? ''}`);
    return {
      images,
      features: featuresWith(deep),
      values: featureRows(rows).data as Float64Array,
      failures,
      notes: [...notes, ...rowsNote(trainingRows)],
    };
  } finally {
    await deep?.dispose();
  }
}

/** Networks are loaded only if deep features are wanted. */
async function openDeep(model: string): Promise<DeepFeatures> {
  const { openDeepFeatures } = await import('./deepFeatures.js');
  return openDeepFeatures(model);
}

async function readStyle(
  image: SetImage,
  deep: DeepFeatures | undefined,
  thumbnails: boolean,
  control: Control,
): Promise<StyledImage & { readonly row: ArrayLike<number>; readonly isRow: boolean }> {
  const { raster, widthPx, heightPx, isRow } = await readBounded(image.path, control);
  requireTexture(image.path, raster);
  const readable = styleFeatures(raster);
  const row = deep ? [...readable, ...(await deep.of(raster))] : readable;
  return {
    ...image,
    ...{ widthPx, heightPx, row, isRow },
    ...(thumbnails ? { thumbnail: await thumbnailOf(raster) } : {}),
  };
}

function requireTexture(path: string, { width, height }: Raster): void {
  if (Math.min(width, height) < LEAST_SIDE_PX)
    throw new EngineError(
      'image-unreadable',
      `${path}: is too small, ${width} × ${height} px; style is measured on ${LEAST_SIDE_PX} px a side at least.`,
    );
}

function featuresWith(deep: DeepFeatures | undefined): readonly StyleFeature[] {
  if (!deep) return STYLE_FEATURES;
  const own = Array.from({ length: deep.size }, (_, i): StyleFeature => {
    const number = i + 1;
    return { id: `deep${number}`, title: `${deep.title}, feature ${number}`, group: 'deep' };
  });
  return [...STYLE_FEATURES, ...own];
}
