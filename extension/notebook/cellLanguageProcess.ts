// Language service of cells as the extension sees it: a process for all notebooks of the window, started by the first one,
// that gets the text of a notebook when it has changed.

import type { CellLanguageRequests, NotebookText } from '../../engine/protocol/cellLanguage.js';
import type { ParamsOf, ResultOf } from '../../engine/protocol/requestTable.js';
import { startProcess, type EngineLog, type EngineProcess } from '../engine/process.js';

export interface CellLanguageProcess {
  /** Undefined if the service has just ended; the next request starts it again. */
  request<M extends keyof CellLanguageRequests>(
    method: M,
    params: ParamsOf<CellLanguageRequests, M>,
    about: { readonly version: string; readonly text: () => NotebookText },
  ): Promise<ResultOf<CellLanguageRequests, M> | undefined>;
  /** The service forgets a notebook. */
  close(notebook: string): void;
  stop(): Promise<void>;
}

const GRACE_MS = 1000;

/** `script`: the service's entry script. */
export function cellLanguageProcess(script: string, log: EngineLog): CellLanguageProcess {
  let process: EngineProcess<CellLanguageRequests> | undefined;
  /** Versions of the notebooks that the service has. */
  const versions = new Map<string, string>();

  const started = (): EngineProcess<CellLanguageRequests> => {
    if (process) return process;
    const made = startProcess<CellLanguageRequests>(script, log);
    process = made;
    void made.ended.then(() => {
      if (process !== made) return;
      process = undefined;
      versions.clear();
    });
    return made;
  };

  return {
    request: async (method, params, { version, text }) => {
      const { connection } = started();
      const given = text();
      try {
        if (versions.get(given.notebook) !== version) {
          versions.set(given.notebook, version);
          await connection.request('notebook/set', given).catch((thrown: unknown) => {
            versions.delete(given.notebook); // the next request sends the text again
            throw thrown;
          });
        }
        return await connection.request(method, params);
      } catch (thrown) {
        // A completion that fails must not end in a message to somebody who types.
        log.warn(`Language service of notebooks: ${String(thrown)}`);
        return undefined;
      }
    },
    close: (notebook) => {
      if (!versions.delete(notebook) || !process) return;
      process.connection
        .request('notebook/set', { notebook, folder: '', cells: [] })
        .catch((thrown: unknown) => log.warn(`Language service of notebooks: ${String(thrown)}`));
    },
    stop: async () => {
      const last = process;
      process = undefined;
      versions.clear();
      await last?.stop(GRACE_MS);
    },
  };
}
