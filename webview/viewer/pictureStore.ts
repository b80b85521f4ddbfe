// The pixels of pictures, as the scene needs them: whole files decoded by the browser, or tiles that the extension host
// sends. Keeps a bounded number of tiles, those used least recently go first.

import type { TileAddress } from '../../engine/protocol/pictures.js';
import type { Picture, ViewerDown, ViewerUp } from '../messages/viewer.js';
import type { Bounds } from './camera.js';
import { tileBounds, tileKey, tilesInSight } from './tileChoice.js';

/** A rectangle of a picture with its pixels. */
export interface Piece {
  readonly key: string;
  readonly bounds: Bounds;
  readonly image: ImageBitmap | ImageData;
}

/** A tile is a megabyte. */
const MOST_TILES = 256;

interface Entry {
  readonly tiles: Map<string, Piece>;
  readonly failed: Set<string>;
  whole?: Piece | 'loading' | 'failed';
  asked: string;
}

/** One per page. */
export class PictureStore {
  private readonly entries = new Map<string, Entry>();
  private readonly used = new Map<Piece, { readonly entry: Entry; readonly key: string }>();
  private readonly differences = new WeakMap<object, WeakMap<object, ImageData | null>>();
  private readonly pixelCanvas = document.createElement('canvas');

  /** `changed`: there is more to draw. */
  constructor(
    private readonly post: (message: ViewerUp) => void,
    private readonly changed: () => void,
  ) {
    this.pixelCanvas.width = this.pixelCanvas.height = 1;
  }

  /** What there is for this view, coarse pieces first; asks for what is missing. `size`: sides of the picture. */
  pieces(
    picture: Picture,
    size: { widthPx: number; heightPx: number },
    zoom: number,
    sight: Bounds,
  ): Piece[] {
    const entry = this.entryOf(picture.id);
    const uri = picture.kind === 'file' ? picture.uri : picture.overviewUri;
    if (uri !== undefined && entry.whole === undefined) {
      entry.whole = 'loading';
      void this.load(picture.id, entry, uri, size);
    }
    const whole = typeof entry.whole === 'object' ? [entry.whole] : [];
    if (picture.kind === 'file') return whole;
    const wanted = tilesInSight(picture.info, zoom, sight);
    const missing = wanted.filter(
      (tile) => !entry.tiles.has(tileKey(tile)) && !entry.failed.has(tileKey(tile)),
    );
    const asked = missing.map(tileKey).join();
    if (asked !== entry.asked) {
      entry.asked = asked;
      this.post({ type: 'needTiles', picture: picture.id, tiles: missing.slice(0, 256) });
    }
    const level = wanted[0]?.level ?? 0;
    const here = [...entry.tiles.values()].filter(({ bounds, key }) => {
      const own = Number(key.split('/')[0]);
      return (
        own >= level &&
        bounds[2] > sight[0] &&
        bounds[0] < sight[2] &&
        bounds[3] > sight[1] &&
        bounds[1] < sight[3]
      );
    });
    for (const piece of here) this.touch(entry, piece);
    const coarseFirst = here.sort((a, b) => Number(b.key.split('/')[0]) - Number(a.key.split('/')[0]));
    return [...whole, ...coarseFirst];
  }

  receive(message: Extract<ViewerDown, { type: 'tile' | 'tileFailed' }>): void {
    const entry = this.entryOf(message.picture);
    const key = tileKey(message.address);
    if (message.type === 'tileFailed') {
      entry.failed.add(key);
      return;
    }
    this.keep(entry, key, message.address, message.tile);
    this.changed();
  }

  /** Colour of a pixel as stored; undefined where it is not here at full resolution. */
  pixel(picture: Picture, x: number, y: number): readonly [number, number, number] | undefined {
    const entry = this.entryOf(picture.id);
    const piece =
      picture.kind === 'file'
        ? entry.whole
        : entry.tiles.get(tileKey({ level: 0, column: Math.floor(x / 512), row: Math.floor(y / 512) }));
    if (typeof piece !== 'object') return undefined;
    const { image, bounds } = piece;
    const left = Math.floor(x - bounds[0]);
    const top = Math.floor(y - bounds[1]);
    if (left < 0 || top < 0 || left >= image.width || top >= image.height) return undefined;
    if (image instanceof ImageData) {
      const at = 4 * (top * image.width + left);
      return [image.data[at]!, image.data[at + 1]!, image.data[at + 2]!];
    }
    const context = this.pixelCanvas.getContext('2d', { willReadFrequently: true })!;
    context.clearRect(0, 0, 1, 1);
    context.drawImage(image, left, top, 1, 1, 0, 0, 1, 1);
    const { data } = context.getImageData(0, 0, 1, 1);
    return [data[0]!, data[1]!, data[2]!];
  }

  /** Absolute difference of two pieces of the same place; undefined where they do not match. */
  difference(a: Piece, b: Piece): Piece | undefined {
    if (a.image.width !== b.image.width || a.image.height !== b.image.height) return undefined;
    const known = this.differences.get(a.image) ?? new WeakMap<object, ImageData | null>();
    this.differences.set(a.image, known);
    let image = known.get(b.image);
    if (image === undefined) {
      image = subtract(a.image, b.image);
      known.set(b.image, image);
    }
    return image ? { key: `${a.key}-${b.key}`, bounds: a.bounds, image } : undefined;
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
    if (!entry) this.entries.set(id, (entry = { tiles: new Map(), failed: new Set(), asked: '' }));
    return entry;
  }

  private async load(id: string, entry: Entry, uri: string, size: { widthPx: number; heightPx: number }) {
    try {
      const response = await fetch(uri);
      if (!response.ok) throw new Error(`status ${response.status}`);
      // Pixels as they are in the file.
      const image = await createImageBitmap(await response.blob(), {
        colorSpaceConversion: 'none',
        premultiplyAlpha: 'none',
      });
      entry.whole = { key: 'whole', bounds: [0, 0, size.widthPx, size.heightPx], image };
      if (this.entries.get(id) === entry) this.changed();
    } catch (thrown) {
      entry.whole = 'failed';
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      this.post({ type: 'failed', message: `A picture could not be shown: ${why}`, show: true });
    }
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
    entry.tiles.set(key, piece);
    this.touch(entry, piece);
    for (const [oldest, place] of this.used) {
      if (this.used.size <= MOST_TILES) break;
      this.used.delete(oldest);
      place.entry.tiles.delete(place.key);
    }
  }

  /** A Map keeps the order of insertion: the first is used least recently. */
  private touch(entry: Entry, piece: Piece): void {
    this.used.delete(piece);
    this.used.set(piece, { entry, key: piece.key });
  }
}

function pixelsOf(image: ImageBitmap | ImageData): Uint8ClampedArray {
  if (image instanceof ImageData) return image.data;
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}

function subtract(a: ImageBitmap | ImageData, b: ImageBitmap | ImageData): ImageData {
  const left = pixelsOf(a);
  const right = pixelsOf(b);
  const difference = new ImageData(a.width, a.height);
  for (let i = 0; i < left.length; i++)
    difference.data[i] = i % 4 === 3 ? 255 : Math.abs(left[i]! - right[i]!);
  return difference;
}
