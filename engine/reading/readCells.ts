// Cells and scores of a result folder, which anybody may have made: every number is checked before it is believed.

import { constants, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { yieldToEventLoop } from '../control/cancel.js';
import type { CellRecord, CellsFile } from '../postprocessing/cellRecord.js';
import { readCellRecord } from '../postprocessing/cellRecordReader.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { ResultRecord } from '../protocol/result.js';
import type { Scoring } from '../protocol/scoring.js';
import { dictionary, either, number, oneOf, refuse, stored, whole } from '../protocol/shape.js';
import { scoring as scoringShape } from '../protocol/sharedShapes.js';
import { readText } from './readResultFolder.js';

/** The longest text that Node can hold is 512 MB; a hundred thousand cells are some 30 MB. */
const MOST_CELL_BYTES = 500 * 1024 * 1024;
const MOST_SCORING_BYTES = 4 * 1024 * 1024;
/** As many as post-processing finds. */
const MOST_CELLS = 5_000_000;
const CELLS_BETWEEN_TURNS = 2000;

const sidePx = whole(1, 1_000_000);
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

/** Segmentation maps that a result has cells of, with the files' names, in the order of the record. */
export function mapsWithCells({
  files,
}: ResultRecord): readonly { readonly map: string; readonly file: string }[] {
  return files
    .filter(({ role }) => role === 'cells')
    .map(({ name, file }) => ({ map: name === 'cells' ? 'Seg' : name.replace(/^cells-/, ''), file }));
}

/**
 * cells.json or its like. Throws `usage` where it is missing, or not what a result may hold; `cancelled`.
 *
 * We write one cell per line, and then only one line of text is held at a time: text and unchecked cells of a hundred
 * thousand would take far more memory than the cells themselves. Other layouts are parsed as a whole.
 */
export async function readCells(folder: string, file: string, control: Control = {}): Promise<CellsFile> {
  const where = join(folder, file);
  const byLine = await readCellLines(where, control);
  if (byLine) return byLine;
  const json = await readJson(where, MOST_CELL_BYTES);
  const head = about(json, where);
  const { cells } = json as { readonly cells?: unknown };
  if (!Array.isArray(cells) || cells.length > MOST_CELLS)
    return refuse(`${where}.cells`, `a list of at most ${MOST_CELLS} cells`, cells);
  // In place: the unchecked cells are let go one by one.
  for (let i = 0; i < cells.length; i++) cells[i] = cellOf(cells[i], i, head, where);
  // Every element has been replaced by what was checked.
  return { ...head, cells: cells as readonly CellRecord[] };
}

const HEAD_END = '"cells":[';
const FILE_END = ']}';

/** undefined where the file is missing or is not laid out in lines. */
async function readCellLines(where: string, control: Control): Promise<CellsFile | undefined> {
  const handle = await openFile(where);
  if (!handle) return undefined;
  const cells: CellRecord[] = [];
  let head: Omit<CellsFile, 'cells'> | undefined;
  try {
    const { size: bytes } = await handle.stat();
    if (bytes > MOST_CELL_BYTES)
      throw new EngineError('usage', `${where} has ${bytes} bytes; at most ${MOST_CELL_BYTES} are read.`);
    for await (const line of handle.readLines({ encoding: 'utf8' })) {
      if (!head) {
        if (!line.endsWith(HEAD_END)) return undefined;
        head = about(parsed(`${line}]}`, where), where);
      } else if (line === FILE_END) {
        return { ...head, cells };
      } else if (line !== '') {
        if (cells.length === MOST_CELLS)
          throw new EngineError('usage', `${where} has more than ${MOST_CELLS} cells.`);
        cells.push(cellOf(parsed(line.replace(/,$/, ''), where), cells.length, head, where));
        if (cells.length % CELLS_BETWEEN_TURNS === 0) await yieldToEventLoop(control);
      }
    }
  } finally {
    await handle.close();
  }
  throw new EngineError('usage', `${where} is cut off. Analyse the image again, or restore the file.`);
}

/** A regular file; undefined where there is none. Opening a pipe must not wait for somebody to write. */
async function openFile(where: string): Promise<FileHandle | undefined> {
  const handle = await open(where, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw new EngineError('usage', `${where} cannot be read: ${error.message}.`, { cause: error });
    },
  );
  if (!handle || (await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new EngineError('usage', `${where} is not a regular file.`);
}

/** Scores by segmentation map; `maps` are those that scores are wanted of. Throws `usage` where one is missing. */
export async function readScoring(
  folder: string,
  { files }: ResultRecord,
  maps: readonly string[],
): Promise<Readonly<Record<string, Scoring>>> {
  const where = join(folder, files.find(({ role }) => role === 'scoring')?.file ?? 'scoring.json');
  const json = await readJson(where, MOST_SCORING_BYTES);
  const isSole = typeof json === 'object' && json !== null && 'num_total' in json;
  const byMap = isSole
    ? Object.fromEntries(maps.slice(0, 1).map((map) => [map, scoringShape(json, where)]))
    : dictionary(scoringShape, 100)(json, where);
  for (const map of maps)
    if (!Object.hasOwn(byMap, map))
      throw new EngineError('usage', `${where} has no scores of ${map}. Score the result again.`);
  return byMap;
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
      `${where}: cell ${i} does not lie inside its bounding box and the image of ${widthPx} × ${heightPx} px.`,
    );
  return cell;
}

async function readJson(where: string, mostBytes: number): Promise<unknown> {
  const content = await readText(where, mostBytes);
  if (content === undefined)
    throw new EngineError('usage', `${where} is missing. Analyse the image again, or restore the file.`);
  return parsed(content, where);
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new EngineError('usage', `${where} is not JSON (${asError(error).message}).`, { cause: error });
  }
}
