// Keeps one model loaded between requests, so that the second image does not wait for it again. Analyses come one
// after the other: two large models at a time would not fit in memory, and one uses all processors already.

import type { BackendId, Precision } from '../backends/backend.js';
import type { ModelFolder } from '../checkpoints/modelFolder.js';
import { throwIfCancelled } from '../control/cancel.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { OpenedAnalyser } from './openAnalyser.js';

/** The backend that a model is to run on. Default: the fastest. */
export interface WantedBackend {
  readonly backend?: BackendId | undefined;
  readonly precision: Precision;
}

type Open = (folder: ModelFolder, wanted: WantedBackend, control: Control) => Promise<OpenedAnalyser>;

const BREAKS_MODEL: readonly string[] = ['out-of-memory', 'plugin-failed'];

/** Time without use after which a model leaves the memory to other programs. */
const IDLE_MS = 5 * 60_000;

export interface AnalyserInUse {
  /**
   * Waits for earlier analyses and runs `work`, with the model loaded on the backend. A model that changed on disk is
   * loaded again. Throws what opening throws, `cancelled` included, and what `work` throws.
   */
  use<T>(
    folder: ModelFolder,
    wanted: WantedBackend,
    control: Control,
    work: (analyser: OpenedAnalyser) => Promise<T>,
  ): Promise<T>;
}

/** `open`: `openAnalyser` with all other options decided. The model is unloaded after `idleMs` without use. */
export function analyserInUse(open: Open, idleMs = IDLE_MS): AnalyserInUse {
  let loaded: { readonly key: string; readonly analyser: OpenedAnalyser } | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let idle: NodeJS.Timeout | undefined;

  const unload = async () => {
    const analyser = loaded?.analyser;
    loaded = undefined;
    await analyser?.dispose();
  };

  const unloadWhenIdle = () => {
    if (waiting > 0) return;
    // Unloading waits in the queue as well: an analysis that begins meanwhile loads the model after it.
    idle = setTimeout(() => {
      last = last.then(unload).catch(() => undefined);
    }, idleMs);
    idle.unref();
  };

  const load = async (folder: ModelFolder, wanted: WantedBackend, control: Control) => {
    // The manifest holds the checksums of all weights; a program changes with the version of its plug-in.
    const { dir, manifest, plugin, program } = folder;
    const key = JSON.stringify([dir, manifest, plugin, program, wanted.backend, wanted.precision]);
    if (loaded?.key !== key) {
      await unload();
      loaded = { key, analyser: await open(folder, wanted, control) };
    }
    return loaded.analyser;
  };

  return {
    use: (folder, wanted, control, work) => {
      waiting++;
      clearTimeout(idle);
      const turn = last.then(async () => {
        try {
          throwIfCancelled(control);
          return await work(await load(folder, wanted, control));
        } catch (error) {
          // A device or a program that failed may stay broken; a wrong option or image says nothing about the model.
          if (!(error instanceof EngineError) || BREAKS_MODEL.includes(error.code)) await unload();
          throw error;
        } finally {
          waiting--;
          unloadWhenIdle();
        }
      });
      last = turn.catch(() => undefined); // the caller gets the error; the queue continues
      return turn;
    },
  };
}
