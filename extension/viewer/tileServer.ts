// Tiles for one page. The page says which it needs, most wanted first, and only its newest list counts. A few are fetched
// at a time, so that tiles that come into sight do not wait for those that have left it.

import type { PictureTile, TileAddress } from '../../engine/protocol/pictures.js';
import type { ViewerDown } from '../../webview/messages/viewer.js';

/** Enough to keep decoder and channel busy; more would only make the engine's queue longer. */
const AT_A_TIME = 4;

export interface TileSource {
  /** Fetches a tile, with its pixels in an array of its own. */
  readonly fetch: (file: string, address: TileAddress, signal: AbortSignal) => Promise<PictureTile>;
  readonly post: (message: Extract<ViewerDown, { type: 'tile' | 'tileFailed' }>) => void;
}

export interface TileServer {
  /** Sets the tiles of one picture that are needed now; earlier ones that are not in the list are forgotten. */
  need(picture: string, file: string, tiles: readonly TileAddress[]): void;
  /** Forgets everything; fetches in progress are cancelled and not posted. */
  clear(): void;
}

interface Fetching {
  readonly picture: string;
  readonly key: string;
}

export function createTileServer({ fetch, post }: TileSource, atATime = AT_A_TIME): TileServer {
  /** Tiles that are not fetched yet, by picture. */
  const needed = new Map<string, { readonly file: string; readonly tiles: TileAddress[] }>();
  const fetching = new Set<Fetching>();
  let stop = new AbortController();

  const begin = async (picture: string, file: string, address: TileAddress) => {
    const { signal } = stop;
    const entry = { picture, key: keyOf(address) };
    fetching.add(entry);
    try {
      const tile = await fetch(file, address, signal);
      if (!signal.aborted) post({ type: 'tile', picture, address, tile });
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      if (!signal.aborted) post({ type: 'tileFailed', picture, address, message });
    } finally {
      fetching.delete(entry);
      fill();
    }
  };

  /** One tile of each picture in turn, so that layers that lie on one another appear together. */
  const fill = () => {
    while (fetching.size < atATime) {
      const next = [...needed].find(([, { tiles }]) => tiles.length > 0);
      if (!next) return;
      const [picture, { file, tiles }] = next;
      needed.delete(picture);
      const [address, ...later] = tiles;
      if (later.length > 0) needed.set(picture, { file, tiles: later }); // its turn is after the others
      void begin(picture, file, address!);
    }
  };

  return {
    need: (picture, file, tiles) => {
      const onTheirWay = new Set(
        [...fetching].filter((one) => one.picture === picture).map(({ key }) => key),
      );
      needed.set(picture, { file, tiles: tiles.filter((address) => !onTheirWay.has(keyOf(address))) });
      fill();
    },
    clear: () => {
      needed.clear();
      stop.abort();
      stop = new AbortController();
    },
  };
}

function keyOf({ level, column, row }: TileAddress): string {
  return `${level}/${column}/${row}`;
}
