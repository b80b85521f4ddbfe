// One model kept loaded between requests, so that the second image does not wait for it again. Analyses come one
// after the other: two large models at a time would not fit in memory, and one uses all processors as it is.

import type { BackendId } from '../backends/backend.js';
import type { ModelFolder } from '../checkpoints/modelFolder.js';
import { throwIfCancelled } from '../inference/cancel.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { OpenedAnalyser } from './openAnalyser.js';

export interface AnalyserInUse {
  /**
   * Runs `work` when it is its turn, with the model loaded on the backend. A model that changed on disk is loaded
   * again. Throws what opening throws, `cancelled` included, and what `work` throws.
   */
  use<T>(
    folder: ModelFolder,
    backend: BackendId | undefined,
    control: Control,
    work: (analyser: OpenedAnalyser) => Promise<T>,
  ): Promise<T>;
}

/** `open`: `openAnalyser` with everything but these decided. */
export function analyserInUse(
  open: (folder: ModelFolder, backend: BackendId | undefined, control: Control) => Promise<OpenedAnalyser>,
): AnalyserInUse {
  let loaded: { readonly key: string; readonly analyser: OpenedAnalyser } | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const unload = async () => {
    const analyser = loaded?.analyser;
    loaded = undefined;
    await analyser?.dispose();
  };

  const load = async (folder: ModelFolder, backend: BackendId | undefined, control: Control) => {
    // The manifest holds the checksums of all weights.
    const key = JSON.stringify([folder.dir, folder.manifest, backend]);
    if (loaded?.key !== key) {
      await unload();
      loaded = { key, analyser: await open(folder, backend, control) };
    }
    return loaded.analyser;
  };

  return {
    use: (folder, backend, control, work) => {
      const turn = last.then(async () => {
        throwIfCancelled(control);
        try {
          return await work(await load(folder, backend, control));
        } catch (error) {
          // A device that failed may stay broken; a wish or an image that was wrong says nothing of the model.
          if (!(error instanceof EngineError) || error.code === 'out-of-memory') await unload();
          throw error;
        }
      });
      last = turn.catch(() => undefined); // told to whoever asked for that turn
      return turn;
    },
  };
}
