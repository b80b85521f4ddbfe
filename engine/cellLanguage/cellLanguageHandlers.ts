// Answers the requests about cells: a service for each open notebook.

import type { CellLanguageRequests } from '../protocol/cellLanguage.js';
import type { Handlers } from '../requests/engineHandlers.js';
import { cellFeatures, type CellFeatures } from './cellFeatures.js';

interface Open {
  readonly folder: string;
  readonly service: CellFeatures;
}

export function cellLanguageHandlers(): Handlers<CellLanguageRequests> {
  const open = new Map<string, Open>();
  const of = async <T>(notebook: string, none: T, ask: (service: CellFeatures) => T): Promise<T> => {
    const found = open.get(notebook);
    return Promise.resolve(found ? ask(found.service) : none);
  };

  return {
    'notebook/set': ({ notebook, folder, cells }) => {
      const known = open.get(notebook);
      const keeps = cells.length > 0 && known?.folder === folder;
      if (known && !keeps) {
        open.delete(notebook);
        known.service.dispose();
      }
      if (cells.length > 0) {
        const service = keeps ? known.service : cellFeatures(folder);
        service.set(cells);
        open.set(notebook, { folder, service });
      }
      return Promise.resolve();
    },
    'notebook/problems': ({ notebook }) => of(notebook, [], (service) => service.problems()),
    'cell/completions': ({ notebook, beside, ...at }) =>
      of(notebook, [], (service) => service.completions(at, beside)),
    'cell/completion': ({ notebook, name, ...at }) =>
      of(notebook, null, (service) => service.completion(at, name)),
    'cell/hover': ({ notebook, beside, ...at }) => of(notebook, null, (service) => service.hover(at, beside)),
    'cell/signatures': ({ notebook, ...at }) => of(notebook, null, (service) => service.signatures(at)),
    'cell/definitions': ({ notebook, ...at }) => of(notebook, [], (service) => service.definitions(at)),
  };
}
