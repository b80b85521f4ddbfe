// A row of a batch as its page shows it.

import { dirname, join } from 'node:path';
import { magnificationInWords } from '../../engine/protocol/scale.js';
import { fileOf, scaleOfRecord, type ResultRecord } from '../../engine/reading/resultRecord.js';
import { readPictureSize } from '../../engine/reading/pictureSize.js';
import type { ShownImage } from '../../webview/messages/batch.js';
import { MOST_FILE_SIDE_PX, versionOf, type Reading } from '../results/pictures.js';
import { l10n } from '../workbench/l10n.js';
import type { BatchRow } from './batchRows.js';

export async function shownImage(row: BatchRow, reading: Reading): Promise<ShownImage> {
  const { entry, image, folder, result } = row;
  const base = { name: entry.name, path: image, maps: [], notices: [] };
  if (entry.state !== 'done')
    return {
      ...base,
      state: entry.state,
      ...(entry.problem === undefined ? {} : { problem: entry.problem }),
    };
  if (!folder || !result) return { ...base, state: 'gone', problem: goneText() };
  const { record, scoring, problem } = result;
  const picture = record && (await pictureOf(folder, record, reading));
  const magnification = record && magnificationOf(record);
  return {
    ...base,
    name: result.name,
    state: 'done',
    ...(problem === undefined ? {} : { problem }),
    ...(picture === undefined ? {} : { picture }),
    maps: Object.entries(scoring).map(([map, one]) => ({ map, scoring: one })),
    ...(magnification === undefined ? {} : { magnification }),
    isDemo: record?.model?.demo === true,
    ...(record ? { seconds: secondsOf(record), notices: record.image.notices } : {}),
  };
}

/** Problem of an image whose result is not in its place any more. */
export function goneText(): string {
  return l10n.t('The result was moved, renamed or deleted.');
}

/** Address of the outlined cells, or of another picture that is small enough to be drawn in a list. */
async function pictureOf(
  folder: string,
  record: ResultRecord,
  reading: Reading,
): Promise<string | undefined> {
  if (!reading.mayServe(folder)) return undefined;
  const { files } = record;
  const overlay = files.find(({ role }) => role === 'overlay');
  const overview = files.find(({ role, name }) => role === 'overview' && name === (overlay?.name ?? name));
  const modality = fileOf(folder, record, 'modality');
  const candidates = [
    ...[overview, overlay].flatMap((one) => (one ? [join(folder, one.file)] : [])),
    ...(modality === undefined ? [] : [modality]),
  ];
  for (const file of candidates) {
    if (dirname(file) !== folder) continue;
    try {
      const size = await readPictureSize(file);
      if (size && Math.max(size.widthPx, size.heightPx) <= MOST_FILE_SIDE_PX)
        return reading.uriOf(file, await versionOf(file));
    } catch {
      continue; // the panel of the result says that the picture is missing
    }
  }
  return undefined;
}

/** "20x", or "40x assumed" if nobody has said how large a pixel is. */
function magnificationOf(record: ResultRecord): string | undefined {
  const scale = scaleOfRecord(record);
  if (scale?.basis === 'assumed' && scale.modelMpp !== undefined)
    return l10n.t('{0} assumed', magnificationInWords(scale.modelMpp));
  if (scale?.mpp !== undefined) return magnificationInWords(scale.mpp);
  return record.thresholds?.resolution;
}

/** Duration of the analysis. */
export function secondsOf({ seconds }: ResultRecord): number {
  return Object.values(seconds).reduce((sum, part) => sum + part, 0);
}
