// Knowledge of the page: state, places by method and features, small pictures. Messages of an earlier reading change nothing. Pure.

import type { Progress } from '../../engine/protocol/progress.js';
import type { PlacesMessage, StyleDown, StyleState, UsedFeatures } from '../messages/style.js';

export interface StyleStore {
  readonly state?: StyleState;
  readonly layouts: ReadonlyMap<string, PlacesMessage>;
  readonly thumbnails: ReadonlyMap<number, Uint8Array>;
  /** Progress of the layout that is being made. */
  readonly progress?: Progress;
}

export const NOTHING_KNOWN: StyleStore = { layouts: new Map(), thumbnails: new Map() };

export function placesKey(method: string, use: UsedFeatures): string {
  return `${method} ${use}`;
}

export function storeReducer(store: StyleStore, message: StyleDown): StyleStore {
  const version = store.state?.read?.version;
  switch (message.type) {
    case 'show': {
      const { state } = message;
      return state.read?.version === version && version !== undefined
        ? { ...store, state }
        : { ...NOTHING_KNOWN, state };
    }
    case 'places':
      if (message.version !== version) return store;
      return {
        ...store,
        layouts: new Map(store.layouts).set(placesKey(message.method, message.use), message),
      };
    case 'thumbnails': {
      if (message.version !== version) return store;
      const thumbnails = new Map(store.thumbnails);
      for (const [i, file] of message.thumbnails.entries()) thumbnails.set(message.from + i, file);
      return { ...store, thumbnails };
    }
    case 'progress': {
      const { state, layouts, thumbnails } = store;
      return {
        ...{ layouts, thumbnails },
        ...(state ? { state } : {}),
        ...(message.progress ? { progress: message.progress } : {}),
      };
    }
  }
}
