// Small versions of a result's pictures for its report, as data URIs.

import { join } from 'node:path';
import { yieldToEventLoop } from '../control/cancel.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { fileOf, type ResultFile } from '../reading/resultRecord.js';
import { analysedImage } from '../reports/analysedImage.js';
import { readSmall } from '../pictures/readSmall.js';
import { dataUri, jpegOf } from '../reports/embeddedPicture.js';
import type { ReportPicture } from '../reports/reportPage.js';
import type { ScoredResult } from './scoredResult.js';

export interface ReportPictures {
  /** The image and its overlays, large. */
  readonly main: readonly ReportPicture[];
  /** Modalities and segmentation maps, small. */
  readonly small: readonly ReportPicture[];
  /** Pictures that cannot be shown, in words. */
  readonly missing: readonly string[];
}

const MAIN_SIDE_PX = 900;
const SMALL_SIDE_PX = 420;
/** More are left out: a record may list a thousand files. */
const MOST_PICTURES = 24;

const TITLES: Readonly<Record<string, string>> = {
  hematoxylin: 'Hematoxylin',
  dapi: 'DAPI',
  lap2: 'LAP2β',
  marker: 'Marker',
};

/** Names a picture that is missing or broken, and shows the rest of the report. Throws `cancelled`. */
export async function reportPictures(result: ScoredResult, control: Control): Promise<ReportPictures> {
  const missing: string[] = [];
  const take = async (title: string, load: () => Promise<string>): Promise<readonly ReportPicture[]> => {
    await yieldToEventLoop(control);
    control.report?.({ stage: `picture of ${title}`, done: 0, total: 1 });
    try {
      return [{ title, uri: await load() }];
    } catch (error) {
      if (error instanceof EngineError && error.code === 'cancelled') throw error;
      missing.push(`${title}: ${asError(error).message}`);
      return [];
    }
  };
  const { record, folder } = result;
  const main = [
    ...(await take('Image as analysed', async () =>
      dataUri(
        await jpegOf(
          await analysedImage(result.folder, result.record.image, MAIN_SIDE_PX, control),
          MAIN_SIDE_PX,
        ),
      ),
    )),
  ];
  const small: ReportPicture[] = [];
  const shown = record.files
    .filter(({ role }) => ['modality', 'segmentation', 'refined', 'overlay'].includes(role))
    .slice(0, MOST_PICTURES);
  for (const file of shown) {
    const isLarge = file.role === 'overlay';
    const sidePx = isLarge ? MAIN_SIDE_PX : SMALL_SIDE_PX;
    const pictures = await take(titleOf(file), async () => {
      const { raster } = await readSmall(sourceOf(result, file), 2 * sidePx, { colour: 'managed' }, control);
      return dataUri(await jpegOf(raster, sidePx));
    });
    (isLarge ? main : small).push(...pictures);
  }
  return { main, small, missing: missing.map((words) => words.replaceAll(folder, '…')) };
}

function sourceOf({ folder, record }: ScoredResult, { name, file }: ResultFile): string {
  return fileOf(folder, record, 'overview', name) ?? join(folder, file);
}

function titleOf({ name, role }: ResultFile): string {
  if (role === 'overlay') return `Cells on the image (${name})`;
  if (role === 'refined') return `Cells found (${name})`;
  return TITLES[name] ?? (role === 'segmentation' ? `Segmentation map (${name})` : name);
}
