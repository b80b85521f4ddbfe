// Store of the pixels of pictures: whole files decoded by the browser, or tiles that the extension host sends. It keeps a
// limited number of tiles; the least recently used go first. A tile or file that failed is requested again, a few times,
// with growing delays.

import type { TileAddress } from '../../engine/protocol/pictures.js';
import type { Picture, ViewerDown, ViewerUp } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import type { Bounds } from './camera.js';
import { tileBounds, tileKey, tilesInSight } from './tileChoice.js';

/** A rectangle of a picture with its pixels. */
export interface Piece {
  readonly key: string;
  readonly bounds: Bounds;
  readonly image: ImageBitmap | ImageData;
}

/** Most tiles in memory, of a megabyte each. */
const MOST_TILES = 256;
const MOST_ASKED = 256;
/** Delays of another request after the first failure, the second …; after the last the tile or file stays missing. */
export const ASK_AGAIN_MS: readonly number[] = [1000, 4000, 15_000];
const WHOLE = 'whole';

interface Entry {
  readonly tiles: Map<string, Piece>;
  /** Keys that failed and must not be requested yet. */
  readonly waiting: Set<string>;
  readonly failures: Map<string, number>;
  whole?: Piece | 'loading';
  asked: string;
  /** True once the user has a message that part of the picture is missing: one message per picture. */
  told: boolean;
}

export interface PictureStoreOptions {
  readonly post: (message: ViewerUp) => void;
  /** Called when there is more to draw or to request. */
  readonly changed: () => void;
  /** Provider of a file's pixels by its address; by default it is fetched. Outputs of notebooks hold theirs. */
  readonly decode?: (uri: string) => Promise<ImageBitmap>;
  readonly later?: (work: () => void, ms: number) => void;
}

/** Store of one page. */
export class PictureStore {
  private readonly entries = new Map<string, Entry>();
  private readonly used = new Map<Piece, { readonly entry: Entry; readonly key: string }>();
  private readonly post: PictureStoreOptions['post'];
  private readonly changed: () => void;
  private readonly decode: (uri: string) => Promise<ImageBitmap>;
  private readonly later: (work: () => void, ms: number) => void;

  constructor(options: PictureStoreOptions) {
    this.post = options.post;
    this.changed = options.changed;
    this.decode = options.decode ?? decodeFile;
    this.later = options.later ?? ((work, ms) => void setTimeout(work, ms));
  }

  /** Available pieces for this view, coarse ones first; requests the missing ones. `size`: sides of the picture. */
  pieces(
    picture: Picture,
    size: { readonly widthPx: number; readonly heightPx: number },
    zoom: number,
    sight: Bounds,
  ): Piece[] {
    const entry = this.entryOf(picture.id);
    const uri = picture.kind === 'file' ? picture.uri : picture.overviewUri;
    if (uri !== undefined && entry.whole === undefined && !entry.waiting.has(WHOLE)) {
      entry.whole = 'loading';
      void this.load(picture.id, entry, uri, size);
    }
    const whole = typeof entry.whole === 'object' ? [entry.whole] : [];
    if (picture.kind === 'file') return whole;
    const wanted = tilesInSight(picture.info, zoom, sight);
    // The coarsest tile shows the whole picture: in the overview, and until finer tiles are here.
    const coarsest = { level: picture.info.levels - 1, column: 0, row: 0 };
    if (uri === undefined && !wanted.some(({ level }) => level === coarsest.level)) wanted.push(coarsest);
    const missing = wanted.filter(
      (tile) => !entry.tiles.has(tileKey(tile)) && !entry.waiting.has(tileKey(tile)),
    );
    const asked = missing.map(tileKey).join();
    if (asked !== entry.asked) {
      entry.asked = asked;
      this.post({ type: 'needTiles', picture: picture.id, tiles: missing.slice(0, MOST_ASKED) });
    }
    const level = wanted[0]?.level ?? 0;
    const here = [...entry.tiles.values()].filter(
      (piece) => levelOf(piece) >= level && overlaps(piece.bounds, sight),
    );
    const overview = uri === undefined ? entry.tiles.get(tileKey(coarsest)) : undefined;
    for (const piece of [...here, ...(overview ? [overview] : [])]) this.touch(entry, piece);
    return [...whole, ...here.sort((a, b) => levelOf(b) - levelOf(a))];
  }

  receive(message: Extract<ViewerDown, { type: 'tile' | 'tileFailed' }>): void {
    // Tiles of a picture that is no longer shown are dropped.
    const entry = this.entries.get(message.picture);
    if (!entry) return;
    const key = tileKey(message.address);
    if (message.type === 'tileFailed') return this.failed(message.picture, entry, key, message.message);
    this.keep(entry, key, message.address, message.tile);
    this.changed();
  }

  /** Piece with a pixel at full resolution; undefined if the store lacks it. */
  pieceAt(picture: Picture, x: number, y: number): Piece | undefined {
    const entry = this.entries.get(picture.id);
    const piece =
      picture.kind === 'file'
        ? entry?.whole
        : entry?.tiles.get(tileKey({ level: 0, column: Math.floor(x / 512), row: Math.floor(y / 512) }));
    return typeof piece === 'object' ? piece : undefined;
  }

  /** Small version of the whole picture; undefined until `pieces` was called for it and the pixels are here. */
  overview(picture: Picture): Piece | undefined {
    const entry = this.entries.get(picture.id);
    if (typeof entry?.whole === 'object') return entry.whole;
    if (picture.kind === 'file') return undefined;
    return entry?.tiles.get(tileKey({ level: picture.info.levels - 1, column: 0, row: 0 }));
  }

  /** Forgets pictures that are no longer shown. */
  retain(ids: ReadonlySet<string>): void {
    for (const [id, entry] of this.entries)
      if (!ids.has(id)) {
        for (const piece of entry.tiles.values()) this.used.delete(piece);
        this.entries.delete(id);
      }
  }

  private entryOf(id: string): Entry {
    let entry = this.entries.get(id);
    if (!entry) {
      entry = { tiles: new Map(), waiting: new Set(), failures: new Map(), asked: '', told: false };
      this.entries.set(id, entry);
    }
    return entry;
  }

  private async load(
    id: string,
    entry: Entry,
    uri: string,
    size: { readonly widthPx: number; readonly heightPx: number },
  ): Promise<void> {
    try {
      const image = await this.decode(uri);
      entry.whole = { key: WHOLE, bounds: [0, 0, size.widthPx, size.heightPx], image };
      if (this.entries.get(id) === entry) this.changed();
    } catch (thrown) {
      delete entry.whole;
      this.failed(id, entry, WHOLE, thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  private failed(id: string, entry: Entry, key: string, why: string): void {
    const failures = (entry.failures.get(key) ?? 0) + 1;
    entry.failures.set(key, failures);
    entry.waiting.add(key);
    const wait = ASK_AGAIN_MS[failures - 1];
    if (wait === undefined) {
      if (!entry.told)
        this.post({
          type: 'failed',
          message: t('Part of a picture could not be shown: {0}', why),
          show: true,
        });
      entry.told = true;
    } else
      this.later(() => {
        entry.waiting.delete(key);
        if (this.entries.get(id) === entry) this.changed();
      }, wait);
    // The host forgot the tile with its answer, so the next list of wanted tiles differs from the last one.
    this.changed();
  }

  private keep(
    entry: Entry,
    key: string,
    address: TileAddress,
    tile: { readonly widthPx: number; readonly heightPx: number; readonly rgba: Uint8Array },
  ): void {
    const { rgba, widthPx, heightPx } = tile;
    const image = new ImageData(new Uint8ClampedArray(rgba), widthPx, heightPx);
    const piece = { key, bounds: tileBounds(address, tile), image };
    const replaced = entry.tiles.get(key);
    if (replaced) this.used.delete(replaced);
    entry.tiles.set(key, piece);
    entry.failures.delete(key);
    this.touch(entry, piece);
    for (const [oldest, place] of this.used) {
      if (this.used.size <= MOST_TILES) break;
      this.used.delete(oldest);
      place.entry.tiles.delete(place.key);
    }
  }

  /** Marks a piece as used: a Map keeps the order of insertion, so the first is the least recently used. */
  private touch(entry: Entry, piece: Piece): void {
    this.used.delete(piece);
    this.used.set(piece, { entry, key: piece.key });
  }
}

/** Decodes a file into the pixels that it stores. */
async function decodeFile(uri: string): Promise<ImageBitmap> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error(t('The file cannot be read (status {0}).', response.status));
  return createImageBitmap(await response.blob(), { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
}

function levelOf({ key }: Piece): number {
  return Number(key.split('/')[0]);
}

function overlaps(bounds: Bounds, sight: Bounds): boolean {
  return bounds[2] > sight[0] && bounds[0] < sight[2] && bounds[3] > sight[1] && bounds[1] < sight[3];
}
