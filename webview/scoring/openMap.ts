// One open segmentation map: holds its state, carries out the effects of its reducer (messages to the host, requests to a
// worker of its own), and feeds the answers back.

import { asError } from '../../engine/protocol/errors.js';
import type { Pane, SegmentationMap, ViewerUp } from '../messages/viewer.js';
import { t, textTable } from '../ui/l10n.js';
import { pageWorker } from '../ui/pageWorker.js';
import { mapReducer, type MapAnswer, type MapEffect, type MapMessage } from './mapReducer.js';
import type { MapActions, MapScores } from './mapScores.js';
import { firstMapState, mapScores } from './mapState.js';
import type { MapFiles, WorkerRequest } from './workerRequests.js';

export interface OpenMap {
  /** Allows reading the cells. */
  start(): void;
  /** State that the host shows now. */
  show(pane: Pane, map: SegmentationMap): void;
  /** The same object until something changes. */
  scores(): MapScores;
  /** Ends the worker. */
  close(): void;
}

/** `changed` is called whenever `scores` returns another object. */
export function openMap(
  pane: Pane,
  map: SegmentationMap,
  post: (message: ViewerUp) => void,
  changed: () => void,
): OpenMap {
  let state = firstMapState(pane, map);
  let scores: MapScores | undefined;
  let isClosed = false;
  let thread: Promise<Worker> | undefined;

  const send = (message: MapMessage): void => {
    if (isClosed) return;
    const step = mapReducer(state, message);
    if (step.state !== state) {
      state = step.state;
      scores = undefined;
      changed();
    }
    for (const effect of step.effects) {
      if (effect.type === 'post') post(effect.message);
      else
        ask(effect).catch((thrown: unknown) =>
          send({ type: 'failed', request: effect.request, message: asError(thrown).message }),
        );
    }
  };

  const ask = async (effect: Exclude<MapEffect, { readonly type: 'post' }>): Promise<void> => {
    const request = await requestOf(effect);
    const worker = await (thread ??= startWorker(send));
    if (isClosed) return worker.terminate();
    // Files that came late belong to a map that is no longer shown.
    const isAwaited = Object.values(state.awaited).includes(effect.request);
    if (isAwaited) worker.postMessage(request, filesMovedWith(request));
  };

  const actions: MapActions = {
    change: (options) => send({ type: 'change', options }),
    release: () => send({ type: 'release' }),
    reset: () => send({ type: 'reset' }),
    save: () => send({ type: 'save' }),
    edit: (edit, cells) => send({ type: 'edit', edit, cells, at: new Date().toISOString() }),
    undo: () => send({ type: 'undo' }),
    redo: () => send({ type: 'redo' }),
    askCurve: (points) => send({ type: 'askCurve', points }),
  };
  return {
    start: () => {
      if (!state.started) send({ type: 'start' });
    },
    show: (shownPane, shownMap) => send({ type: 'show', pane: shownPane, map: shownMap }),
    scores: () => (scores ??= mapScores(state, actions)),
    close: () => {
      isClosed = true;
      void thread?.then((worker) => worker.terminate());
    },
  };
}

/** Fetches the files of an effect: a worker may not. */
async function requestOf(effect: Exclude<MapEffect, { readonly type: 'post' }>): Promise<WorkerRequest> {
  switch (effect.type) {
    case 'readCells':
      return { ...effect, cells: await fetchFile(effect.uri) };
    case 'readMeasurements':
      return { ...effect, measurements: await fetchFile(effect.uri) };
    case 'readPixels': {
      const names = Object.entries(effect.uris) as [keyof MapFiles, string][];
      const files = await Promise.all(
        names.map(async ([name, uri]) => [name, await fetchFile(uri)] as const),
      );
      return { ...effect, files: Object.fromEntries(files) as unknown as MapFiles };
    }
    default:
      return effect;
  }
}

function filesMovedWith(request: WorkerRequest): ArrayBuffer[] {
  if (request.type === 'readCells') return [request.cells];
  return request.type === 'readMeasurements' ? [request.measurements] : [];
}

async function fetchFile(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error(t('A file of the result cannot be read (status {0}).', response.status));
  return response.arrayBuffer();
}

async function startWorker(receive: (answer: MapAnswer) => void): Promise<Worker> {
  const worker = await pageWorker();
  worker.onmessage = ({ data }: MessageEvent<MapAnswer>) => receive(data);
  worker.onerror = ({ message }) => receive({ type: 'failed', request: undefined, message });
  worker.postMessage({ type: 'texts', texts: textTable() } satisfies WorkerRequest);
  return worker;
}
