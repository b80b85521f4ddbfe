// Results and their cells as objects of a notebook.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { PluginColumn } from '../measurements/pluginColumns.js';
import { COUNTED_POSITIVE, NOT_COUNTED } from '../postprocessing/gate.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { EngineError } from '../protocol/errors.js';
import { readResultRecord, type ResultRecord } from '../reading/resultRecord.js';
import { readShownScores } from '../reading/shownScores.js';
import type { EngineCall } from './engineCall.js';
import type { Cell, Pixels, Result } from './notebookApi.js';

/** Roles of files that are pictures of the result's own size. */
const PICTURES: ReadonlySet<string> = new Set([
  'modality',
  'segmentation',
  'intermediate',
  'refined',
  'overlay',
]);

/** @throws EngineError `usage` for a folder that is no result or is damaged */
export async function readResult(folder: string, call: EngineCall): Promise<Result> {
  const place = resolve(folder);
  const record = await readResultRecord(place);
  const { image, model } = record;
  const { scoring } = await readShownScores(place, record);
  const pictures = picturesOf(place, record);
  return {
    name: basename(place),
    folder: place,
    image: image.path.split(/[/\\]/).at(-1)!,
    widthPx: image.widthPx,
    heightPx: image.heightPx,
    ...(image.mpp === undefined ? {} : { mpp: image.mpp }),
    ...(model ? { model: model.title } : {}),
    ...(model?.demo ? { demo: true } : {}),
    scores: scoring,
    pictures,
    pluginScores: (record.plugins?.scores ?? []).map(({ map, id, title, value, shown, plugin }) => ({
      ...{ map, id, title, value, shown, plugin: `${plugin.id} ${plugin.version}` },
    })),
    notices: [...image.notices, ...(record.plugins?.notices ?? [])],
    cells: (map) => call((control) => cellsOf(place, map, control)),
    pixels: (picture) => call((control) => pixelsOf(pictures, picture, control)),
    mimeBundle: () =>
      call(async (control) => {
        const { outputOfResult } = await import('../outputs/outputOfResult.js');
        return outputOfResult(place, control);
      }),
  } satisfies Result;
}

function picturesOf(folder: string, { files }: ResultRecord): Record<string, string> {
  return Object.fromEntries(
    files
      .filter(({ role }) => PICTURES.has(role))
      .map(({ name, file, role }) => {
        const suffix = role === 'refined' ? 'Refined' : role === 'overlay' ? 'Overlaid' : '';
        return [name.endsWith(suffix) ? name : name + suffix, join(folder, file)];
      }),
  );
}

export async function cellsOf(folder: string, map = 'Seg', control: Control): Promise<Cell[]> {
  const { readScoredResult } = await import('../exports/scoredResult.js');
  const { maps, mpp } = await readScoredResult(resolve(folder), undefined, control);
  const scored = maps.find(({ name }) => name === map);
  if (!scored)
    throw new EngineError(
      'usage',
      `${folder} has no cells of the map "${map}". It has: ${maps.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  const { records, gate, corrected, contributed = [] } = scored;
  return records.map(({ centroid: [x, y], size, marker, od, boundary }, index) => ({
    index,
    class:
      gate[index] === NOT_COUNTED
        ? 'not counted'
        : gate[index] === COUNTED_POSITIVE
          ? 'positive'
          : 'negative',
    x,
    y,
    areaPx: size,
    ...(mpp === undefined ? {} : { areaUm2: size * mpp * mpp }),
    ...(marker === undefined ? {} : { marker }),
    ...(od === undefined ? {} : { od }),
    corrected: corrected[index] === 1,
    boundary,
    ...(contributed.length > 0 ? { measured: measuredOf(contributed, index) } : {}),
  }));
}

/** Known numbers of a cell in columns of plug-ins. */
function measuredOf(columns: readonly PluginColumn[], cell: number): Readonly<Record<string, number>> {
  const known = columns.filter(({ values }) => !Number.isNaN(values[cell]));
  return Object.fromEntries(known.map(({ id, values }) => [id, values[cell]!]));
}

function pixelsOf(
  pictures: Readonly<Record<string, string>>,
  name: string,
  control: Control,
): Promise<Pixels> {
  const file = pictures[name];
  if (file === undefined)
    throw new EngineError(
      'usage',
      `The result has no picture "${name}". It has: ${Object.keys(pictures).join(', ')}.`,
    );
  return readPixels(file, 'as-stored', control);
}

/** A picture of any format as pixels. @throws EngineError `image-unreadable`, `cancelled` */
async function readPixels(file: string, colour: 'managed' | 'as-stored', control: Control): Promise<Raster> {
  const { openImage } = await import('../images/decode.js');
  const { wholeAtLevel } = await import('../pictures/halve.js');
  const scratchDir = await mkdtemp(join(tmpdir(), 'deepliif-picture-'));
  try {
    const source = await openImage(file, { colour, scratchDir });
    try {
      return await wholeAtLevel(source, 0, control);
    } finally {
      await source.close();
    }
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}
