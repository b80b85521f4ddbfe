// A result folder → what a notebook shows of it: our JSON, a PNG for viewers without our renderer, a line of text.

import { basename, join } from 'node:path';
import { tmpdir } from 'node:os';
import { percentInterval } from '../measurements/percentInterval.js';
import { readScoredResult, type ScoredMap, type ScoredResult } from '../exports/scoredResult.js';
import { applyCorrections } from '../postprocessing/corrections.js';
import { COUNTED_NEGATIVE, NOT_COUNTED } from '../postprocessing/gate.js';
import { markerPlane } from '../postprocessing/intensityPlanes.js';
import { automaticMarkerThreshold } from '../postprocessing/markerThreshold.js';
import { DEMO_NOTE } from '../protocol/demoModel.js';
import { asError, EngineError } from '../protocol/errors.js';
import {
  MOST_OUTPUT_BYTES,
  OUTPUT_MIMES,
  resultOutput,
  type OutputBundle,
  type OutputMap,
  type ResultOutput,
} from '../protocol/outputs.js';
import { isOutputName, outputName, outputSentence } from '../protocol/outputTexts.js';
import type { Control } from '../protocol/progress.js';
import { percentText } from '../protocol/scoring.js';
import type { Raster } from '../protocol/raster.js';
import { fileOf, imagePath, RESULT_FILE, scaleOfRecord } from '../reading/resultRecord.js';
import { layerFiles, type LayerFile } from '../reading/resultPictures.js';
import { openImage } from '../images/decode.js';
import { outputPlace } from './outputPlace.js';
import { overviewPng } from './overviewPng.js';
import { packCells } from './packCells.js';
import { readSmall } from '../pictures/readSmall.js';
import { LARGEST_KEPT_PX, smallPictures, type SmallPicture } from './smallPictures.js';

/** Letters of JSON kept for pictures if there are many cells. */
const LEAST_PICTURE_LETTERS = 20_000;
/** Pictures of a result are few; a record may list a thousand. */
const MOST_PICTURES = 12;
const MOST_MAPS = 8;
const MOST_PLUGIN_SCORES = 20;
const MOST_NOTICES = 20;
/** Largest marker image whose automatic threshold is computed for the slider. */
const LARGEST_MARKER_PX = 16_000_000;

export interface OutputOptions extends Control {
  /** Folder of the notebook; default: the working directory, as kernels have it. */
  readonly notebookFolder?: string | undefined;
}

/**
 * Missing or changed pictures become notices.
 *
 * @throws EngineError `usage` for a folder that is no result or is damaged, `cancelled`
 */
export async function outputOfResult(folder: string, options: OutputOptions = {}): Promise<OutputBundle> {
  const { notebookFolder, ...control } = options;
  const result = await readScoredResult(folder, undefined, control);
  const { record, imageName } = result;
  const notices = [...record.image.notices, ...(record.plugins?.notices ?? [])];
  const pictures = await readPictures(result, notices, control);
  const scale = scaleOfRecord(record);
  const head: Omit<ResultOutput, 'maps' | 'pictures' | 'notices'> = {
    schemaVersion: 1,
    place: await outputPlace(folder, notebookFolder, RESULT_FILE),
    image: {
      name: outputName(imageName, 'image'),
      widthPx: record.image.widthPx,
      heightPx: record.image.heightPx,
      ...(result.mpp === undefined ? {} : { mpp: result.mpp }),
    },
    ...(record.model
      ? {
          model: {
            title: outputName(record.model.title, outputName(record.model.id, 'model')),
            ...(record.model.demo ? { demo: true } : {}),
          },
        }
      : {}),
    ...(scale ? { scale } : {}),
  };
  const shown = result.maps.slice(0, MOST_MAPS);
  const without: OutputMap[] = [];
  for (const map of shown) without.push(await mapWithoutCells(result, map));
  const used = bytesOf({ ...head, maps: without, pictures: [], notices }) + 400 * (shown.length + 1);
  const room = MOST_OUTPUT_BYTES - used;
  const forCells = (room - LEAST_PICTURE_LETTERS) / Math.max(1, shown.length);
  const maps = shown.map((map, i): OutputMap => {
    const { cells, notices: left } = packCells(
      {
        cells: map.records,
        means: map.means,
        contributed: map.contributed,
        set: setClasses(map),
        thresholds: without[i]!.thresholds,
      },
      forCells,
    );
    notices.push(...left);
    return { ...without[i]!, ...(cells ? { cells } : {}) };
  });
  const isWithoutPlaces = maps.some(({ cells }) => cells?.columns.includes('firstX') !== true);
  const wanted = pictures.filter(({ kind }) => kind === 'shown' || (kind === 'mask' && isWithoutPlaces));
  const forPictures = room - bytesOf(maps.map(({ cells }) => cells));
  const small = await smallPictures(
    wanted.map(({ id, title, role, raster }) => ({ id, title, role, raster })),
    forPictures,
  );
  if (small.length < wanted.length) notices.push('Some pictures do not fit in an output: open the result.');
  const shownNotices = notices.slice(0, MOST_NOTICES).map(outputSentence);
  const output = resultOutput({ ...head, notices: shownNotices, maps, pictures: small }, 'output');
  const overview = pictures.find(({ kind }) => kind === 'overlay') ?? pictures[0];
  const words = textOf(result);
  return {
    [OUTPUT_MIMES.result]: output,
    ...(overview ? { 'image/png': await pngText(overview.raster, words.slice(0, 3)) } : {}),
    'text/plain': words.join('\n'),
  };
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

async function pngText(raster: Raster, lines: readonly string[]): Promise<string> {
  return Buffer.from(await overviewPng(raster, lines)).toString('base64');
}

async function mapWithoutCells(result: ScoredResult, map: ScoredMap): Promise<OutputMap> {
  const { num_pos, num_total } = map.scoring;
  const interval = percentInterval(num_pos, num_total);
  const automaticMarker = await automaticMarkerOf(result, map);
  const pluginScores = (result.record.plugins?.scores ?? [])
    .filter((score) => score.map === map.name)
    .slice(0, MOST_PLUGIN_SCORES);
  return {
    name: outputName(map.name, 'Seg'),
    scoring: map.uncorrected,
    ...(map.corrections.length > 0 ? { correctedScoring: map.scoring } : {}),
    ...(interval ? { interval } : {}),
    thresholds: result.record.thresholds ?? { resolution: '40x' },
    ...(pluginScores.length > 0 ? { pluginScores } : {}),
    ...(automaticMarker === undefined ? {} : { automaticMarker }),
  };
}

/** Automatic marker threshold: the stored one, or that of the marker image; undefined without a marker. */
async function automaticMarkerOf(
  { folder, record }: ScoredResult,
  { list, uncorrected }: ScoredMap,
): Promise<number | undefined> {
  if (!list.marker) return undefined;
  if (record.thresholds?.markerThreshold === 'auto') return uncorrected.marker_thresh ?? undefined;
  const { widthPx, heightPx } = record.image;
  const file = fileOf(folder, record, 'modality', 'marker');
  if (file === undefined || widthPx * heightPx > LARGEST_MARKER_PX) return undefined;
  try {
    const source = await openImage(file, { colour: 'as-stored' });
    try {
      const whole = await source.read(0, 0, source.width, source.height);
      return automaticMarkerThreshold(markerPlane(whole));
    } finally {
      await source.close();
    }
  } catch {
    return undefined; // the missing picture is named with the others
  }
}

/** Classes that a person set, as the output stores them; undefined without corrections. */
function setClasses({ list, corrections, name }: ScoredMap): Uint8Array | undefined {
  if (corrections.length === 0) return undefined;
  const gate = new Uint8Array(list.length).fill(COUNTED_NEGATIVE);
  const corrected = applyCorrections(gate, list, corrections, name);
  return gate.map((kind, i) => (corrected[i] !== 1 ? 0 : kind === NOT_COUNTED ? 3 : kind));
}

type Read = SmallPicture & { readonly kind: 'shown' | 'mask' | 'overlay' };

/** The image, modalities and segmentations; the mask and the overlay for readers that cannot draw cells. */
async function readPictures(
  { folder, record, maps }: ScoredResult,
  notices: string[],
  control: Control,
): Promise<readonly Read[]> {
  const read: Read[] = [];
  const take = async (file: string, colour: 'managed' | 'as-stored', as: Omit<Read, 'raster'>) => {
    try {
      const { raster } = await readSmall(file, LARGEST_KEPT_PX, { colour, scratchDir: tmpdir() }, control);
      read.push({ ...as, raster });
    } catch (thrown) {
      const error = asError(thrown);
      if (error instanceof EngineError && error.code === 'cancelled') throw error;
      // Paths of this machine would differ in the notebook of another one.
      const reason = error.message.replaceAll(file, basename(file)).replaceAll(folder, basename(folder));
      if (as.kind === 'shown') notices.push(`${as.title} is not shown: ${reason}`);
    }
  };
  const { path, colour } = record.image;
  const image = imagePath(folder, path);
  if (image === undefined)
    notices.push(
      'IHC is not shown: it is on another machine. Copy the image to this one and analyse it again.',
    );
  else
    await take(image, colour === 'as-stored' ? 'as-stored' : 'managed', {
      ...{ id: 'ihc', title: 'IHC', role: 'image', kind: 'shown' },
    });
  const first = maps[0]?.name ?? 'Seg';
  const kindOf = ({ id, role }: LayerFile): Read['kind'] | undefined => {
    if (role === 'modality' || role === 'segmentation') return 'shown';
    if (role === 'refined' && id === `${first}Refined`) return 'mask';
    return role === 'overlay' && id === `${first}Overlaid` ? 'overlay' : undefined;
  };
  const layers = layerFiles(record)
    .map((layer) => ({ ...layer, kind: kindOf(layer) }))
    .filter(({ id }) => isOutputName(id));
  const shown = layers.filter(({ kind }) => kind === 'shown');
  if (shown.length > MOST_PICTURES)
    notices.push(`${shown.length - MOST_PICTURES} more pictures are in the result.`);
  const besides = (['mask', 'overlay'] as const).flatMap(
    (wanted) => layers.find(({ kind }) => kind === wanted) ?? [],
  );
  for (const { id, title, role, kind, file, overview } of [...shown.slice(0, MOST_PICTURES), ...besides])
    await take(join(folder, overview ?? file), 'as-stored', {
      ...{ id, title: outputName(title, id), role: role === 'modality' ? role : 'segmentation' },
      kind: kind!,
    });
  return read;
}

/** Lines of the fallbacks; the first three are the title of the PNG. */
function textOf({ imageName, record, maps }: ScoredResult): readonly string[] {
  const scores = maps.map(({ name, scoring, corrections }) => {
    const { num_pos, num_total } = scoring;
    const interval = percentInterval(num_pos, num_total);
    const range = interval
      ? `, 95 % interval ${interval.low.toFixed(1)} - ${interval.high.toFixed(1)} %`
      : '';
    return (
      `${maps.length > 1 ? `${name}: ` : ''}${percentText(scoring)} % positive (${num_pos} of ${num_total} cells` +
      `${range})${corrections.length > 0 ? ', with corrections' : ''}`
    );
  });
  const model = record.model;
  return [
    imageName,
    scores[0] ?? 'No cells were scored.',
    model ? `${model.title}${model.demo ? `: ${DEMO_NOTE}` : ''}` : 'Segmentation made elsewhere',
    ...scores.slice(1),
  ];
}
