// A result folder on disk → the pane that shows it. Everything in the folder is data of unknown origin, nothing is
// computed, and no engine process is needed. A missing part becomes a problem in words; the rest shows.

import { basename, dirname, join } from 'node:path';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import type { Correction } from '../../engine/protocol/correction.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import { readCorrections } from '../../engine/reading/corrections.js';
import { imageChange } from '../../engine/reading/imageChange.js';
import {
  imagePath,
  mapsWithCells,
  meansFile,
  readResultRecord,
  type ResultRecord,
} from '../../engine/reading/resultRecord.js';
import { layerFiles } from '../../engine/reading/resultPictures.js';
import { readScoring } from '../../engine/reading/scoring.js';
import { readShownScores } from '../../engine/reading/shownScores.js';
import type { Pane, PictureLayer, SegmentationMap } from '../../webview/messages/viewer.js';
import { readPicture, versionOf, type Reading, type ReadPicture } from './pictures.js';

export interface ShownPane {
  readonly pane: Pane;
  /** Absolute path of the image; undefined if it is missing. */
  readonly image: string | undefined;
  /** Path where the image should be. */
  readonly imagePlace: string;
  /** Folders that the page must be able to read. */
  readonly folders: readonly string[];
  /** Picture id → file, for those that come in tiles. */
  readonly tiled: ReadonlyMap<string, string>;
}

/**
 * Reads a result folder (absolute path).
 *
 * @throws EngineError `usage` for a folder that is no result, or whose record is damaged
 */
export async function readResult(folder: string, reading: Reading): Promise<ShownPane> {
  const record = await readResultRecord(folder);
  const problems: string[] = [];
  /** A part that fails becomes a problem, and leaves the others. */
  const part = async <T>(what: string, read: Promise<T>): Promise<T | undefined> => {
    try {
      return await read;
    } catch (thrown) {
      problems.push(thrown instanceof EngineError ? thrown.message : wordsFor(what, thrown));
      return undefined;
    }
  };

  const layers: PictureLayer[] = [];
  const shown: ReadPicture[] = [];
  for (const { id, title, role, file, overview } of layerFiles(record)) {
    const overviewUri = overview && (await uriIfThere(join(folder, overview), reading));
    const picture = await part(
      `The picture ${file}`,
      readPicture(join(folder, file), reading, record.image, overviewUri),
    );
    if (!picture) continue;
    layers.push({ id, title, role, picture: picture.picture });
    shown.push(picture);
  }
  // Models of several input images have results that are smaller than the image file, which holds all of them.
  const { widthPx, heightPx } = shown[0] ?? record.image;

  const path = imagePath(folder, record.image.path);
  const image =
    path === undefined ? undefined : await part(`The image ${path}`, readImage(path, record, reading));
  if (path === undefined) problems.push('The image is on another machine, which DeepLIIF does not access.');
  if (image) {
    const analysed = { sha256: record.image.sha256, analysedAt: record.createdAt };
    const change = await part(`The image ${image.file}`, imageChange(image.file, analysed));
    if (change !== undefined) problems.push(change);
  }
  const fits = image?.widthPx === widthPx && image.heightPx === heightPx;
  if (image && fits) {
    layers.unshift({ id: 'ihc', title: 'IHC', role: 'image', picture: image.picture });
    shown.push(image);
  } else if (image)
    problems.push(
      `The image ${image.file} has ${image.widthPx} × ${image.heightPx} pixels and the result ${widthPx} × ` +
        `${heightPx}: it has changed since, or holds several pictures side by side. It is not shown.`,
    );

  const scores = (await part('The scores', readScoring(folder, record))) ?? {};
  const corrections = (await part('The corrections', readCorrections(folder))) ?? [];
  const shownScores =
    corrections.length > 0 ? await part('The corrections', readShownScores(folder, record)) : undefined;
  const shownMaps: SegmentationMap[] = [];
  for (const { map, file } of mapsWithCells(record)) {
    const cellsUri = await part(`The cells of ${map}`, uriOf(join(folder, file), reading));
    const means = meansFile(record, map);
    const measurementsUri = means && (await uriIfThere(join(folder, means), reading));
    const scoring = scores[map];
    const pluginScores = record.plugins?.scores.filter((score) => score.map === map) ?? [];
    if (!scoring) problems.push(`scoring.json has no scores of ${map}. Score the result again.`);
    if (cellsUri !== undefined && scoring)
      shownMaps.push({
        ...segmentationMap(map, cellsUri, scoring, record, layers, corrections),
        ...(measurementsUri === undefined ? {} : { measurementsUri }),
        ...(pluginScores.length > 0 ? { pluginScores } : {}),
        ...(shownScores?.correctedMaps.includes(map) ? { correctedScoring: shownScores.scoring[map]! } : {}),
      });
  }

  return {
    pane: {
      id: folder,
      kind: 'result',
      title: basename(folder),
      detail: detail(record),
      widthPx,
      heightPx,
      ...(record.image.mpp === undefined ? {} : { mpp: record.image.mpp }),
      ...(record.model ? { model: { title: record.model.title, isDemo: record.model.demo === true } } : {}),
      ...(record.scale && record.tiles ? { scale: { ...record.scale, tilePx: record.tiles.tilePx } } : {}),
      notices: [...record.image.notices, ...(record.plugins?.notices ?? [])],
      layers,
      maps: shownMaps,
      problems,
    },
    image: image?.file,
    imagePlace: path ?? record.image.path,
    folders: [folder, ...(image && fits && image.picture.kind === 'file' ? [dirname(image.file)] : [])],
    tiled: new Map(
      shown.filter(({ picture }) => picture.kind === 'tiles').map(({ picture, file }) => [picture.id, file]),
    ),
  };
}

async function readImage(
  file: string,
  record: ResultRecord,
  reading: Reading,
): Promise<ReadPicture | undefined> {
  try {
    return await readPicture(file, reading, record.image);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw thrown;
    throw new EngineError('image-unreadable', `The image has moved: it was ${file}.`, { cause: thrown });
  }
}

function segmentationMap(
  name: string,
  cellsUri: string,
  scoring: Scoring,
  record: ResultRecord,
  layers: readonly PictureLayer[],
  corrections: readonly Correction[],
): SegmentationMap {
  const there = (id: string) => layers.some((layer) => layer.id === id);
  return {
    name,
    cellsUri,
    layers: {
      ...(there(name) ? { segmentation: name } : {}),
      ...(there('marker') ? { marker: 'marker' } : {}),
      ...(there('ihc') ? { ihc: 'ihc' } : {}),
    },
    thresholds: record.thresholds ?? { resolution: '40x' },
    scoring,
    corrections: corrections.filter(({ map }) => map === name),
  };
}

/** "DeepLIIF tiny (demo) · onnx, float32 · 2026-11-24 11:40 UTC". */
function detail({ model, backend, createdAt }: ResultRecord): string {
  const made = new Date(createdAt);
  return [
    model?.title ?? 'segmentation made elsewhere',
    ...(backend ? [`${backend.id}, ${backend.precision}`] : []),
    ...(Number.isNaN(made.getTime()) ? [] : [`${made.toISOString().slice(0, 16).replace('T', ' ')} UTC`]),
  ].join(' · ');
}

async function uriOf(file: string, reading: Reading): Promise<string> {
  return reading.uriOf(file, await versionOf(file));
}

async function uriIfThere(file: string, reading: Reading): Promise<string | undefined> {
  return uriOf(file, reading).catch(() => undefined);
}

function wordsFor(what: string, thrown: unknown): string {
  const error = asError(thrown) as NodeJS.ErrnoException;
  return error.code === 'ENOENT' ? `${what} is missing.` : `${what}: ${error.message}`;
}
