// cells.json, cells-Seg1.json …: the cells of one segmentation map. The file may be of unknown origin, so every number
// is checked. The engine writes one cell per line, so that the reader holds one line of text at a time: the text and the
// unchecked objects of a hundred thousand cells would take far more memory than the cells themselves.

import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { yieldToEventLoop } from '../control/cancel.js';
import { readFileBytes, READ_WITHOUT_WAITING } from '../files/fileBytes.js';
import type { CellRecord, CellsFile } from '../postprocessing/cellRecord.js';
import { readCellRecord } from '../postprocessing/cellRecordReader.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { either, number, oneOf, refuse, stored, whole } from '../protocol/shape.js';
import { LARGEST_SIDE_PX, MOST_CELL_BYTES, MOST_CELLS } from './limits.js';
import { RESULT_ADVICE, withAdvice } from './recordFile.js';

const CELLS_BETWEEN_TURNS = 2000;

const sidePx = whole(1, LARGEST_SIDE_PX);
const about = stored({
  schemaVersion: oneOf(1),
  widthPx: sidePx,
  heightPx: sidePx,
  found: stored({
    segThreshold: number(0, 510),
    noiseThreshold: whole(0),
    largeNoiseThreshold: either(oneOf(null), whole(0)),
    resolution: oneOf('10x', '20x', '40x'),
  }),
});

/** @throws EngineError `usage` for a file that is missing or not what a result may hold; `cancelled` */
export function readCells(folder: string, file: string, control: Control = {}): Promise<CellsFile> {
  const where = join(folder, file);
  return withAdvice(
    where,
    RESULT_ADVICE,
    async () => (await readCellLines(where, control)) ?? (await readWhole(where)),
  );
}

/** A file in another layout than the engine's, parsed at once. */
async function readWhole(where: string): Promise<CellsFile> {
  const bytes = await readFileBytes(where, MOST_CELL_BYTES);
  const json = parsed(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'), where);
  const head = about(json, where);
  const { cells } = json as { readonly cells?: unknown };
  if (!Array.isArray(cells) || cells.length > MOST_CELLS)
    return refuse(`${where}.cells`, `a list of at most ${MOST_CELLS} cells`, cells);
  // Checked in place, so that the memory of the unchecked cells is freed one by one.
  for (let i = 0; i < cells.length; i++) cells[i] = cellOf(cells[i], i, head, where);
  // Every element is a checked cell now.
  return { ...head, cells: cells as readonly CellRecord[] };
}

const HEAD_END = '"cells":[';
const FILE_END = ']}';

/** undefined for a file that is not laid out in lines. */
async function readCellLines(where: string, control: Control): Promise<CellsFile | undefined> {
  const handle = await openFile(where);
  const cells: CellRecord[] = [];
  let head: Omit<CellsFile, 'cells'> | undefined;
  try {
    const { size: bytes } = await handle.stat();
    if (bytes > MOST_CELL_BYTES)
      throw new EngineError('usage', `${where}: has ${bytes} bytes; at most ${MOST_CELL_BYTES} are read.`);
    for await (const line of handle.readLines({ encoding: 'utf8' })) {
      if (!head) {
        if (!line.endsWith(HEAD_END)) return undefined;
        head = about(parsed(`${line}]}`, where), where);
      } else if (line === FILE_END) {
        return { ...head, cells };
      } else if (line !== '') {
        if (cells.length === MOST_CELLS)
          throw new EngineError('usage', `${where}: has more than ${MOST_CELLS} cells.`);
        cells.push(cellOf(parsed(line.replace(/,$/, ''), where), cells.length, head, where));
        if (cells.length % CELLS_BETWEEN_TURNS === 0) await yieldToEventLoop(control);
      }
    }
  } finally {
    await handle.close();
  }
  throw new EngineError('usage', `${where}: is cut off before its last line.`);
}

async function openFile(where: string): Promise<FileHandle> {
  const handle = await open(where, READ_WITHOUT_WAITING).catch((error: NodeJS.ErrnoException) => {
    const isMissing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
    throw new EngineError(
      'usage',
      isMissing ? `${where}: is missing.` : `${where}: cannot be opened: ${error.message}.`,
      isMissing ? undefined : { cause: error },
    );
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new EngineError('usage', `${where}: is not a regular file.`);
}

function cellOf(
  json: unknown,
  i: number,
  { widthPx, heightPx }: Pick<CellsFile, 'widthPx' | 'heightPx'>,
  where: string,
): CellRecord {
  const { marker } = (json ?? {}) as { readonly marker?: unknown };
  const cell = {
    ...readCellRecord(json, 'od', i),
    ...(marker === undefined ? {} : { marker: whole(0, 255)(marker, `${where}.cells[${i}].marker`) }),
  };
  const [[left, top], [right, bottom]] = cell.bbox;
  const isInside = (x: number, y: number) => x >= left && x <= right && y >= top && y <= bottom;
  const isWhole =
    right < widthPx &&
    bottom < heightPx &&
    isInside(...cell.centroid) &&
    cell.boundary.every(([x, y]) => isInside(x, y));
  if (!isWhole)
    throw new EngineError(
      'usage',
      `Cell ${i} does not lie inside its bounding box and the image of ${widthPx} × ${heightPx} px.`,
    );
  return cell;
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new EngineError('usage', `${where}: cannot be read as JSON: ${asError(error).message}.`);
  }
}
