// The one place that loads sharp (libvips), with what this process needs of it: no cache of decoded pixels, one
// thread (networks want the cores), and only the four formats that are read, so that a file can never reach
// another of its many decoders.

import type sharp from 'sharp';
import { asError, EngineError } from '../protocol/errors.js';

let loaded: Promise<typeof sharp> | undefined;

/** sharp, loaded on first use: most commands never decode an image. */
export function loadCodec(): Promise<typeof sharp> {
  loaded ??= import('sharp').then(
    ({ default: codec }) => {
      codec.cache(false);
      codec.concurrency(1);
      codec.block({ operation: ['VipsForeignLoad'] });
      codec.unblock({
        operation: [
          'VipsForeignLoadPng',
          'VipsForeignLoadJpeg',
          'VipsForeignLoadWebp',
          'VipsForeignLoadTiff',
        ],
      });
      return codec;
    },
    (error: unknown) => {
      throw new EngineError(
        'image-unreadable',
        `The image decoder (sharp) cannot be loaded: ${asError(error).message}. Install the dependencies again.`,
        { cause: error },
      );
    },
  );
  return loaded;
}
