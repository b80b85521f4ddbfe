// Cache of sample pictures and of comparisons of two of them; it keeps the ones used last.

import { t } from '../ui/l10n.js';
import { isAskedFor } from './askedPictures.js';
import { differencePixels, segmentationErrors, type Errors } from './errorColours.js';

const MOST_PICTURES = 300;

export interface ComparedPictures {
  readonly picture: ImageBitmap;
  readonly counts?: Errors['counts'];
}

export class PictureCache {
  readonly #pictures = new Map<string, Promise<ImageBitmap>>();
  readonly #compared = new Map<string, Promise<ComparedPictures>>();
  readonly #ask: (uri: string) => Promise<Blob>;

  /** `ask` gets the pictures that cannot be fetched. */
  constructor(ask: (uri: string) => Promise<Blob>) {
    this.#ask = ask;
  }

  picture(uri: string): Promise<ImageBitmap> {
    return kept(this.#pictures, uri, async () => {
      if (isAskedFor(uri)) return createImageBitmap(await this.#ask(uri));
      const response = await fetch(uri);
      if (!response.ok) throw new Error(t('The picture cannot be read (status {0}).', response.status));
      return createImageBitmap(await response.blob());
    });
  }

  difference(uri: string, other: string, gain: number): Promise<ComparedPictures> {
    return kept(this.#compared, JSON.stringify([uri, other, gain]), async () => {
      const [a, b] = await this.#pixels(uri, other);
      return { picture: await bitmapOf(differencePixels(a, b, gain), a.width) };
    });
  }

  errors(map: string, truth: string): Promise<ComparedPictures> {
    return kept(this.#compared, JSON.stringify([map, truth]), async () => {
      const [a, b] = await this.#pixels(map, truth);
      const { rgba, counts } = segmentationErrors(a, b);
      return { picture: await bitmapOf(rgba, a.width), counts };
    });
  }

  async #pixels(uri: string, other: string): Promise<readonly [ImageData, ImageData]> {
    const [a, b] = await Promise.all([this.picture(uri), this.picture(other)]);
    if (a.width !== b.width || a.height !== b.height)
      throw new Error(
        t('The pictures have {0} × {1} and {2} × {3} pixels.', a.width, a.height, b.width, b.height),
      );
    return [pixelsOf(a), pixelsOf(b)];
  }
}

function pixelsOf(bitmap: ImageBitmap): ImageData {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

function bitmapOf(rgba: Uint8ClampedArray<ArrayBuffer>, width: number): Promise<ImageBitmap> {
  return createImageBitmap(new ImageData(rgba, width));
}

/** Entry of the cache, made if it is missing. One that failed is made again at the next call. */
function kept<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known) {
    cache.delete(key);
    cache.set(key, known); // a Map keeps the order of insertion: the last is the newest
    return known;
  }
  const made = make();
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  for (const oldest of cache.keys()) {
    if (cache.size <= MOST_PICTURES) break;
    cache.delete(oldest);
  }
  return made;
}
