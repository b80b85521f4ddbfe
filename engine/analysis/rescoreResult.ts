// Scores a result again with other thresholds, from the pictures in its folder: no network runs. The folder is made
// anew beside its place and then replaced as a whole, with corrections and files that users put there.

import { constants } from 'node:fs';
import { copyFile, link, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { fileSha256 } from '../files/fileSha256.js';
import { unwritable } from '../files/unwritable.js';
import { openImage, type ColourHandling } from '../images/decode.js';
import type { PixelSource } from '../images/pixelSource.js';
import { createSink } from '../images/scratch.js';
import { inputImages } from '../inference/inferImage.js';
import type { Scoring } from '../postprocessing/scoring.js';
import { requireSensible, type PostprocessOptions } from '../postprocessing/thresholds.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { ResultScores } from '../protocol/requests.js';
import { withFolderLock } from '../records/folderLock.js';
import { SET_ASIDE } from '../records/keepCorrections.js';
import { readCells } from '../reading/cells.js';
import { CORRECTIONS_FILE } from '../reading/corrections.js';
import { PLAN_FILE, readPlanIfThere } from '../reading/plan.js';
import {
  fileOf,
  mapsWithCells,
  readResultRecord,
  RESULT_FILE,
  type ResultFile,
  type ResultRecord,
} from '../reading/resultRecord.js';
import { withoutCorrections, writePlan } from '../records/plan.js';
import { openResultFolder } from '../records/resultFolder.js';
import { rescoreCorrections } from './correctedScores.js';
import { closeAll, secondsSince, soleOrAll } from './analyseImage.js';
import { keepColumns, withKept, type KeptColumns } from './keptPluginResults.js';
import { plugInsOfScoring } from './planSteps.js';
import { scoreSegmentation } from './scoreSegmentation.js';
import { pluginResults, writeScores, type WrittenScores } from './writeResults.js';

/**
 * Pictures, cells and scores as an analysis with these thresholds would have written them.
 *
 * Throws `usage` for a folder that is no result or keeps no segmentation map, `image-unreadable` if the original image
 * is missing or has changed, `output-unwritable`, `cancelled`; the folder then stays unchanged.
 */
export function rescoreResult(
  folder: string,
  thresholds: PostprocessOptions,
  control: Control = {},
): Promise<ResultScores> {
  return withFolderLock(folder, () => rescore(resolve(folder), thresholds, control));
}

async function rescore(
  stored: string,
  thresholds: PostprocessOptions,
  control: Control,
): Promise<ResultScores> {
  requireSensible(thresholds);
  const started = performance.now();
  const record = await readResultRecord(stored);
  const maps = record.files.filter(({ role }) => role === 'segmentation');
  if (maps.length === 0)
    throw new EngineError(
      'usage',
      `${stored} keeps no segmentation map, so its cells cannot be found again. Analyse the image once more.`,
    );
  const image = resolve(stored, record.image.path);
  await requireUnchanged(image, record);
  const markerFile = fileOf(stored, record, 'modality', 'marker');
  if (markerFile === undefined) await refuseLostMarker(stored, record, thresholds, control);

  const folder = await openResultFolder(dirname(stored), basename(stored));
  const opened: PixelSource[] = [];
  try {
    const scratch = { scratchDir: folder.workDir };
    const makeSink = (width: number, height: number) => createSink(width, height, 3, scratch);
    const open = async (path: string, colour: ColourHandling) => {
      const source = await openImage(path, { colour, ...scratch });
      opened.push(source);
      return source;
    };
    const whole = await open(image, colourOf(stored, record));
    const marker = markerFile === undefined ? undefined : await open(markerFile, 'as-stored');
    const modalities = new Map<string, PixelSource>();
    for (const { name, file } of record.files.filter(({ role }) => role === 'modality'))
      modalities.set(
        name,
        name === 'marker' && marker ? marker : await open(join(stored, file), 'as-stored'),
      );
    const files: ResultFile[] = [];
    const scoring: Record<string, Scoring> = {};
    const written: WrittenScores[] = [];
    const kept: KeptColumns[] = [];
    for (const { name, file } of maps) {
      const seg = await open(join(stored, file), 'as-stored');
      const ihc = firstInput(whole, seg);
      const scored = await scoreSegmentation(ihc, seg, marker, thresholds, makeSink, control);
      opened.push(scored.refined, scored.overlaid);
      scoring[name] = scored.scoring;
      const pictures = new Map([...modalities, ['ihc', ihc] as const, ['segmentation', seg] as const]);
      const columns = await keepColumns(stored, record, name, scored.cells.cells, control);
      const measured = { pictures, mpp: record.image.mpp };
      const ofMap = await writeScores(folder, name, scored, measured, control, columns.columns);
      kept.push(columns);
      files.push(...ofMap.files);
      written.push(ofMap);
    }
    await closeAll(opened);
    await folder.writeJson('scoring.json', soleOrAll(scoring));
    files.push({ name: 'scoring', file: 'scoring.json', role: 'scoring' });
    const names = new Set(files.map(({ name }) => name));
    const others = record.files.filter(({ name, role }) => !names.has(name) && role !== 'plan');
    await keepOwn(stored, folder.workDir, others);
    const plugins = withKept(pluginResults(written).plugins, record.plugins, kept);
    const plan = await readPlanIfThere(join(stored, PLAN_FILE));
    if (plan) {
      const step = { step: 'rescore', thresholds, version: ENGINE_VERSION, ...plugInsOfScoring() } as const;
      const steps = [...withoutCorrections(plan.steps), step];
      files.push(await writePlan(folder, { ...plan, steps }, [...files, ...others]));
    }
    const rescored: ResultRecord = {
      ...withoutPlugins(record),
      ...(plugins ? { plugins } : {}),
      engineVersion: ENGINE_VERSION,
      thresholds,
      files: [...files, ...others],
      seconds: { ...record.seconds, scoringAndWriting: secondsSince(started, performance.now()) },
    };
    await folder.writeJson(RESULT_FILE, rescored);
    const { place } = await folder.commit();
    return {
      folder: place,
      name: basename(stored),
      scoring: { ...scoring, ...(await rescoreCorrections(place)) },
    };
  } catch (error) {
    await closeAll(opened);
    await folder.discard();
    throw error;
  }
}

/** Record without the scores of plug-ins for the earlier thresholds. */
function withoutPlugins(record: ResultRecord): ResultRecord {
  const others: { -readonly [K in keyof ResultRecord]: ResultRecord[K] } = { ...record };
  delete others.plugins;
  return others;
}

/** @throws EngineError `usage` for a way of reading colours that a later version has added */
function colourOf(stored: string, { image: { colour = 'managed' } }: ResultRecord): ColourHandling {
  if (colour === 'managed' || colour === 'as-stored') return colour;
  throw new EngineError(
    'usage',
    `${stored}: its colours were read as "${colour}", which this version does not know. Update DeepLIIF, or analyse the ` +
      'image again.',
  );
}

/** Optical densities and the overlay come from the original, so it must be the same image. */
async function requireUnchanged(image: string, { image: { sha256 } }: ResultRecord): Promise<void> {
  const found = await fileSha256(image).catch((error: Error) => {
    throw new EngineError(
      'image-unreadable',
      `Cannot read ${image}, of which this is the result: ${error.message}. Put it back, or analyse it anew.`,
      { cause: error },
    );
  });
  if (found !== sha256)
    throw new EngineError(
      'image-unreadable',
      `${image} has changed since it was analysed, so its result cannot be scored again. Analyse it anew.`,
    );
}

/**
 * A result of segmentation only was scored with a marker image that it does not keep. Without one, marker thresholds
 * have no effect, which would silently give other scores than an analysis.
 */
async function refuseLostMarker(
  stored: string,
  record: ResultRecord,
  { markerThreshold = 'none' }: PostprocessOptions,
  control: Control,
): Promise<void> {
  const [map] = mapsWithCells(record);
  if (markerThreshold === 'none' || !map) return;
  const { cells } = await readCells(stored, map.file, control);
  if (cells.some(({ marker }) => marker !== undefined))
    throw new EngineError(
      'usage',
      `${stored} has no marker image, which a marker threshold needs: only the segmentation was requested. ` +
        'Analyse the image again.',
    );
}

/** The part of the image that the map shows, where a model reads several side by side. */
function firstInput(image: PixelSource, seg: PixelSource): PixelSource {
  const inputs = image.width / seg.width;
  const isSeveral = Number.isInteger(inputs) && inputs > 1 && inputs <= 16 && image.height === seg.height;
  if (!isSeveral) return image;
  return inputImages(
    image,
    Array.from({ length: inputs }, (_, i) => `input ${i + 1}`),
  )[0]![1];
}

/**
 * Copies those files of the result that are not written anew, and those of users. Pictures never change in place, so
 * a hard link is enough.
 */
async function keepOwn(stored: string, workDir: string, kept: readonly ResultFile[]): Promise<void> {
  const pictures = new Set(kept.map(({ file }) => file));
  for (const name of await readdir(stored)) {
    const [from, to] = [join(stored, name), join(workDir, name)];
    try {
      if (pictures.has(name)) await link(from, to).catch(() => copyOf(from, to));
      else if (name === CORRECTIONS_FILE || SET_ASIDE.test(name)) await copyOf(from, to);
    } catch (error) {
      throw unwritable(to, error);
    }
  }
}

function copyOf(from: string, to: string): Promise<void> {
  return copyFile(from, to, constants.COPYFILE_FICLONE);
}
