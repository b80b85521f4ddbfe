// Small versions of a result's pictures for its report, as data URIs: a report is one file, so here, and only here,
// pixels are base64.

import { isAbsolute, join } from 'node:path';
import { yieldToEventLoop } from '../control/cancel.js';
import { fileSha256 } from '../files/fileSha256.js';
import { loadCodec } from '../images/codec.js';
import { describeImage, openImage } from '../images/decode.js';
import { wholeAtLevel } from '../pictures/halve.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { fileOf, type ResultFile } from '../reading/resultRecord.js';
import type { ScoredResult } from './scoredResult.js';

export interface ReportPicture {
  readonly title: string;
  readonly uri: string;
}

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
  const main = [...(await take('Image as analysed', () => imageUri(result, control)))];
  const small: ReportPicture[] = [];
  const shown = record.files
    .filter(({ role }) => ['modality', 'segmentation', 'refined', 'overlay'].includes(role))
    .slice(0, MOST_PICTURES);
  for (const file of shown) {
    const isLarge = file.role === 'overlay';
    const pictures = await take(titleOf(file), () =>
      dataUri(sourceOf(result, file), isLarge ? MAIN_SIDE_PX : SMALL_SIDE_PX, control),
    );
    (isLarge ? main : small).push(...pictures);
  }
  return { main, small, missing: missing.map((words) => words.replaceAll(folder, '…')) };
}

/** Refuses an image that has changed since it was analysed. */
async function imageUri({ folder, record: { image } }: ScoredResult, control: Control): Promise<string> {
  const path = isAbsolute(image.path) ? image.path : join(folder, image.path);
  const { width, height } = await describeImage(path, { colour: 'managed' });
  const isSame =
    width * height === image.widthPx * image.heightPx && (await fileSha256(path)) === image.sha256;
  if (!isSame)
    throw new EngineError('usage', 'the file has changed since it was analysed, so it is not shown.');
  return dataUri(path, MAIN_SIDE_PX, control);
}

function sourceOf({ folder, record }: ScoredResult, { name, file }: ResultFile): string {
  return fileOf(folder, record, 'overview', name) ?? join(folder, file);
}

function titleOf({ name, role }: ResultFile): string {
  if (role === 'overlay') return `Cells on the image (${name})`;
  if (role === 'refined') return `Cells found (${name})`;
  return TITLES[name] ?? (role === 'segmentation' ? `Segmentation map (${name})` : name);
}

/** The image on white, no side longer than `sidePx`, as JPEG. */
async function dataUri(path: string, sidePx: number, control: Control): Promise<string> {
  const source = await openImage(path, { colour: 'managed' });
  try {
    const longest = Math.max(source.width, source.height);
    const level = Math.max(0, Math.floor(Math.log2(longest / sidePx)));
    const { data, width, height, channels } = await wholeAtLevel(source, level, control);
    const codec = await loadCodec();
    const bytes = await codec(data, { raw: { width, height, channels } })
      .resize(sidePx, sidePx, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
      .toBuffer();
    return `data:image/jpeg;base64,${bytes.toString('base64')}`;
  } finally {
    await source.close();
  }
}
