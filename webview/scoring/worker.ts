// Scoring worker of the page: reads cells.json, decodes the pictures of a map, and finds its cells again for another
// segmentation threshold. It answers one request after the other; between the points of a curve it looks for newer ones.

import { readPluginColumns } from '../../engine/measurements/pluginColumns.js';
import { readMeans } from '../../engine/measurements/storedMeans.js';
import { automaticMarkerThreshold } from '../../engine/postprocessing/markerThreshold.js';
import { markerPlane, opticalDensityPlane } from '../../engine/postprocessing/intensityPlanes.js';
import { asError } from '../../engine/protocol/errors.js';
import type { Raster } from '../../engine/protocol/raster.js';
import { setTextTable, t } from '../ui/l10n.js';
import { automaticSizes, correctedClasses, liveThresholds, scoreLive } from './liveScores.js';
import type { MapAnswer, MapSize } from './mapReducer.js';
import {
  findingOf,
  findPageCells,
  readPageCells,
  type MapPixels,
  type OutlinedCells,
} from './outlinedCells.js';
import { isPlainPng } from './plainPng.js';
import type { CurvePoint } from './thresholdCurve.js';
import type { MapFiles, WorkerRequest } from './workerRequests.js';

/** Part of a dedicated worker's global scope that is used; the page's library only has the window's. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
  postMessage(answer: MapAnswer, transfer: Transferable[]): void;
}
const scope = self as unknown as WorkerScope;

let pixels: MapPixels | undefined;
let automaticMarker: number | undefined;
let newest: WorkerRequest | undefined;
/** Pictures decode in turns of the event loop, so requests wait for those before them. */
let turn = Promise.resolve();

scope.onmessage = ({ data }) => {
  newest = data;
  turn = turn.then(() => answer(data));
};

async function answer(request: WorkerRequest): Promise<void> {
  if (request.type === 'texts') return setTextTable(request.texts);
  try {
    const answer = await answerTo(request);
    scope.postMessage(answer, movedWith(answer));
  } catch (thrown) {
    scope.postMessage({ type: 'failed', request: request.request, message: asError(thrown).message }, []);
  }
}

async function answerTo(request: Exclude<WorkerRequest, { readonly type: 'texts' }>): Promise<MapAnswer> {
  const { request: number } = request;
  switch (request.type) {
    case 'readCells': {
      const json: unknown = JSON.parse(new TextDecoder().decode(request.cells));
      return { type: 'cells', request: number, cells: readPageCells(json, request.size) };
    }
    case 'readMeasurements': {
      const json: unknown = JSON.parse(new TextDecoder().decode(request.measurements));
      const contributed = readPluginColumns(json, request.cells);
      return {
        ...{ type: 'measurements', request: number, means: readMeans(json, request.cells) },
        ...(contributed.length > 0 ? { contributed } : {}),
      };
    }
    case 'readPixels':
      pixels = await readPixels(request.files, request.size);
      automaticMarker = pixels.marker && automaticMarkerThreshold(pixels.marker);
      return { type: 'pixels', request: number, automaticMarker, od: pixels.od !== undefined };
    case 'findCells':
      return { type: 'found', request: number, cells: findPageCells(needPixels(), request.finding) };
    case 'findCurve': {
      const curve: CurvePoint[] = [];
      for (const segThreshold of request.points) {
        await nextMessage();
        if (newest !== request) break;
        curve.push(pointAt({ ...request.options, segThreshold }));
      }
      return { type: 'curve', request: number, curve };
    }
  }
}

function pointAt(options: Parameters<typeof liveThresholds>[0]): CurvePoint {
  const { list } = findPageCells(needPixels(), findingOf(options), false);
  const thresholds = liveThresholds(options, list, automaticMarker, automaticSizes(list));
  const gate = new Uint8Array(list.length);
  const nobody = correctedClasses(list, [], '');
  const { scoring } = scoreLive(list, thresholds, nobody, gate, new Uint8Array(list.length));
  return { threshold: thresholds.segThreshold, total: scoring.num_total, positive: scoring.num_pos };
}

/** Arrays that move to the page instead of being copied. */
function movedWith(answer: MapAnswer): ArrayBuffer[] {
  if ('cells' in answer) return buffersOf(answer.cells);
  if (answer.type !== 'measurements') return [];
  const columns = [...Object.values(answer.means), ...(answer.contributed ?? []).map(({ values }) => values)];
  return columns.map(({ buffer }) => buffer as ArrayBuffer); // as below
}

function buffersOf({ list, outlineStart, outlineXy, perimeterPx }: OutlinedCells): ArrayBuffer[] {
  const columns: readonly (number | ArrayBufferView)[] = Object.values<number | ArrayBufferView>({ ...list });
  const buffers = [...columns, outlineStart, outlineXy, perimeterPx ?? 0].flatMap((column) =>
    typeof column === 'number' ? [] : [column.buffer],
  );
  return buffers as ArrayBuffer[]; // a worker's own arrays never lie in shared memory
}

function needPixels(): MapPixels {
  if (!pixels) throw new Error(t('The pictures of the map have not been read.'));
  return pixels;
}

async function readPixels({ segmentation, marker, ihc }: MapFiles, size: MapSize): Promise<MapPixels> {
  return {
    segmentation: await decode(t('segmentation map'), segmentation, size),
    ...(marker ? { marker: markerPlane(await decode(t('marker image'), marker, size)) } : {}),
    ...(ihc && isPlainPng(new Uint8Array(ihc))
      ? { od: opticalDensityPlane(await decode(t('original image'), ihc, size)) }
      : {}),
  };
}

/** Decodes a file into the pixels that it stores: no colour management, no alpha. */
async function decode(name: string, file: ArrayBuffer, { widthPx, heightPx }: MapSize): Promise<Raster> {
  if (!isPlainPng(new Uint8Array(file)))
    throw new Error(t('The {0} is no plain PNG, so its pixels cannot be read exactly here.', name));
  const bitmap = await createImageBitmap(new Blob([file]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
  try {
    const { width, height } = bitmap;
    if (width !== widthPx || height !== heightPx)
      throw new Error(
        t('The {0} has {1} × {2} pixels instead of {3} × {4}.', name, width, height, widthPx, heightPx),
      );
    const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error(t('The browser provides no canvas to read pixels from.'));
    context.drawImage(bitmap, 0, 0);
    const { data: rgba } = context.getImageData(0, 0, widthPx, heightPx);
    const data = new Uint8Array(3 * widthPx * heightPx);
    for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
      data[to] = rgba[from]!;
      data[to + 1] = rgba[from + 1]!;
      data[to + 2] = rgba[from + 2]!;
    }
    return { width: widthPx, height: heightPx, channels: 3, data };
  } finally {
    bitmap.close();
  }
}

/** Lets messages that have arrived be received. */
function nextMessage(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
