// Batches that run in this window. Their records are kept here, saved as images finish, and read from disk once they have
// ended. The engine writes them.

import { dirname, relative, resolve } from 'node:path';
import { MOST_BATCH_IMAGES, type Batch, type BatchImage } from '../../engine/protocol/batch.js';
import { asError } from '../../engine/protocol/errors.js';
import type { AnalyseParams } from '../../engine/protocol/requests.js';
import { batchFile, readBatch } from '../../engine/reading/batchRecord.js';
import type { EngineContext } from '../engine/engine.js';
import type { Outcome } from '../inference/batchSummary.js';
import type { AnalysisWatch } from '../inference/runAnalyses.js';

/** Time between two savings of a record while its batch runs: a record of many images is large. */
const SAVE_EVERY_MS = 5000;

/** Progress of a batch that runs. */
export interface Running {
  /** Images of this run that have finished, and all of them. */
  readonly done: number;
  readonly total: number;
  /** Index in the record of the image that is being analysed. */
  readonly image: number;
  /** Progress of that image in words: "tiles 3 of 12". */
  readonly text: string;
}

export interface BatchListener {
  /** The record has changed, or the batch has begun or ended. */
  changed(): void;
  progress(running: Running): void;
}

interface Live {
  batch: Batch;
  running: Running;
  readonly abort: AbortController;
}

export interface Batches {
  /** Begins the record of a new batch and saves it. */
  begin(
    requests: readonly AnalyseParams[],
    notes: readonly string[],
  ): Promise<{ readonly file: string; readonly batch: Batch }>;
  /** Observer of an analysis of some images of a batch, by their indices in the record. */
  watch(file: string, batch: Batch, images: readonly number[], ended: () => Promise<void>): AnalysisWatch;
  /** @throws EngineError `usage` for a record that cannot be read */
  read(file: string): Promise<Batch>;
  running(file: string): Running | undefined;
  cancel(file: string): void;
  /** Follows one batch; returns how to stop. */
  follow(file: string, listener: BatchListener): () => void;
}

export function createBatches({ engine, log }: Pick<EngineContext, 'engine' | 'log'>): Batches {
  const live = new Map<string, Live>();
  const listeners = new Map<string, Set<BatchListener>>();
  const tell = (file: string, say: (listener: BatchListener) => void) =>
    listeners.get(file)?.forEach((listener) => say(listener));
  const save = (file: string, batch: Batch) =>
    engine.request('batch/save', { file, batch }).catch((thrown: unknown) => {
      // The results are in their folders; without a record, only the table cannot be opened again.
      log.error(asError(thrown).message);
    });

  return {
    begin: async (requests, notes) => {
      const now = new Date();
      const file = batchFile(requests[0]!.into, now);
      const batch: Batch = {
        schemaVersion: 1,
        createdAt: now.toISOString(),
        notes: notes.slice(0, 100),
        images: requests.slice(0, MOST_BATCH_IMAGES).map((request) => entryOf(file, request)),
      };
      await save(file, batch);
      return { file, batch };
    },
    watch: (file, batch, images, ended) => {
      const abort = new AbortController();
      const first = { done: 0, total: images.length, image: images[0] ?? 0, text: '' };
      const state: Live = { batch: withImages(batch, images, waiting), running: first, abort };
      live.set(file, state);
      let saved = Date.now();
      tell(file, (listener) => listener.changed());
      return {
        signal: abort.signal,
        progress: (index, text) => {
          state.running = { ...state.running, image: images[index]!, text };
          tell(file, (listener) => listener.progress(state.running));
        },
        finished: (index, outcome) => {
          const image = images[index]!;
          state.batch = withImages(state.batch, [image], (entry) => withOutcome(file, entry, outcome));
          const done = index + 1;
          state.running = { ...state.running, done, image: images[done] ?? image, text: '' };
          tell(file, (listener) => listener.changed());
          if (Date.now() - saved < SAVE_EVERY_MS) return;
          saved = Date.now();
          void save(file, state.batch);
        },
        ended: async () => {
          await save(file, state.batch);
          await ended();
          live.delete(file);
          tell(file, (listener) => listener.changed());
        },
      };
    },
    read: async (file) => live.get(file)?.batch ?? readBatch(file),
    running: (file) => live.get(file)?.running,
    cancel: (file) => live.get(file)?.abort.abort(),
    follow: (file, listener) => {
      const all = listeners.get(file) ?? new Set();
      listeners.set(file, all.add(listener));
      return () => {
        all.delete(listener);
        if (all.size === 0) listeners.delete(file);
      };
    },
  };
}

function entryOf(file: string, request: AnalyseParams): BatchImage {
  const { image, into, name, ...options } = request;
  const from = dirname(file);
  return {
    image: relative(from, image),
    into: relative(from, into),
    name,
    options: { ...options },
    state: 'waiting',
  };
}

/** Request that analyses an image of a record; the engine checks its options. */
export function requestOf(file: string, { image, into, name, options }: BatchImage): AnalyseParams {
  const from = dirname(file);
  // The options were those of a request; whatever a file has made of them, the engine refuses what it does not know.
  return {
    ...(options as unknown as AnalyseParams),
    image: resolve(from, image),
    into: resolve(from, into),
    name,
  };
}

function withImages(
  batch: Batch,
  which: readonly number[],
  change: (image: BatchImage) => BatchImage,
): Batch {
  const changed = new Set(which);
  return { ...batch, images: batch.images.map((image, i) => (changed.has(i) ? change(image) : image)) };
}

function waiting({ image, into, name, options }: BatchImage): BatchImage {
  return { image, into, name, options, state: 'waiting' };
}

function withOutcome(file: string, entry: BatchImage, outcome: Outcome): BatchImage {
  const same = waiting(entry);
  return 'analysis' in outcome
    ? { ...same, state: 'done', folder: relative(dirname(file), outcome.analysis.folder) }
    : { ...same, state: 'failed', problem: outcome.problem };
}
