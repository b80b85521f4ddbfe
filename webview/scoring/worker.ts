// The page's scoring worker: reads cells.json, decodes the pictures of a map, and finds its cells again for another
// segmentation threshold. It answers in order, and looks up between the points of a curve.

import { automaticMarkerThreshold } from '../../engine/postprocessing/markerThreshold.js';
import { markerPlane, opticalDensityPlane } from '../../engine/postprocessing/intensityPlanes.js';
import { asError } from '../../engine/protocol/errors.js';
import type { Raster } from '../../engine/protocol/raster.js';
import { automaticSizes, correctedClasses, liveThresholds, scoreLive } from './liveScores.js';
import {
  findingOf,
  findPageCells,
  readPageCells,
  type MapPixels,
  type OutlinedCells,
} from './outlinedCells.js';
import { isPlainPng } from './plainPng.js';
import type { CurvePoint } from './thresholdCurve.js';
import type { MapFiles, MapSize, WorkerAnswer, WorkerRequest } from './workerMessages.js';

/** The part of a dedicated worker's global scope that is used; the page's library has the window's only. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<WorkerRequest>) => void) | null;
  postMessage(answer: WorkerAnswer, transfer: Transferable[]): void;
}
const scope = self as unknown as WorkerScope;

let pixels: MapPixels | undefined;
let automaticMarker: number | undefined;
let latest = 0;
/** Requests are answered one after the other: pictures decode in turns of the event loop. */
let turn = Promise.resolve();

scope.onmessage = ({ data: request }) => {
  latest = request.id;
  turn = turn.then(async () => {
    try {
      await answerTo(request);
    } catch (thrown) {
      scope.postMessage({ id: request.id, type: 'failed', message: asError(thrown).message }, []);
    }
  });
};

async function answerTo(request: WorkerRequest): Promise<void> {
  const { id } = request;
  switch (request.type) {
    case 'read':
      return answerCells(
        id,
        readPageCells(JSON.parse(new TextDecoder().decode(request.cells)), request.size),
      );
    case 'pixels':
      pixels = await readPixels(request.files, request.size);
      automaticMarker = pixels.marker && automaticMarkerThreshold(pixels.marker);
      return scope.postMessage(
        {
          id,
          type: 'pixels',
          ...(automaticMarker === undefined ? {} : { automaticMarker }),
          od: pixels.od !== undefined,
        },
        [],
      );
    case 'find':
      return answerCells(id, findPageCells(needPixels(), request.finding));
    case 'curve': {
      const curve: CurvePoint[] = [];
      for (const segThreshold of request.points) {
        await nextMessage();
        if (latest !== id) break;
        curve.push(pointAt({ ...request.options, segThreshold }));
      }
      return scope.postMessage({ id, type: 'curve', curve }, []);
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

function answerCells(id: number, cells: OutlinedCells): void {
  const { list, outlineStart, outlineXy } = cells;
  const columns: readonly (number | ArrayBufferView)[] = Object.values<number | ArrayBufferView>({ ...list });
  const buffers = [...columns, outlineStart, outlineXy].flatMap((column) =>
    typeof column === 'number' ? [] : [column.buffer],
  );
  // A worker's own arrays never lie in shared memory.
  scope.postMessage({ id, type: 'cells', cells }, buffers as ArrayBuffer[]);
}

function needPixels(): MapPixels {
  if (!pixels) throw new Error('The pictures of the map have not been read.');
  return pixels;
}

async function readPixels({ segmentation, marker, ihc }: MapFiles, size: MapSize): Promise<MapPixels> {
  return {
    segmentation: await decode('segmentation map', segmentation, size),
    ...(marker ? { marker: markerPlane(await decode('marker image', marker, size)) } : {}),
    ...(ihc && isPlainPng(new Uint8Array(ihc))
      ? { od: opticalDensityPlane(await decode('original image', ihc, size)) }
      : {}),
  };
}

/** Pixels as they stand in the file: no colour management, no alpha. */
async function decode(what: string, file: ArrayBuffer, { widthPx, heightPx }: MapSize): Promise<Raster> {
  if (!isPlainPng(new Uint8Array(file)))
    throw new Error(`The ${what} is no plain PNG, so that its pixels cannot be read exactly here.`);
  const bitmap = await createImageBitmap(new Blob([file]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
  try {
    if (bitmap.width !== widthPx || bitmap.height !== heightPx)
      throw new Error(
        `The ${what} has ${bitmap.width} × ${bitmap.height} pixels, not ${widthPx} × ${heightPx}.`,
      );
    const context = new OffscreenCanvas(widthPx, heightPx).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('The browser gives no canvas to read pixels from.');
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

/** Lets messages that have arrived be seen. */
function nextMessage(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
