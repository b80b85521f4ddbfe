// The one place that loads sharp (libvips), with what this process needs of it: no cache of decoded pixels, one
// thread (networks want the cores), and only the decoders that an image reader asks for, so that a file can never
// reach another of its many decoders.

import type sharp from 'sharp';
import { asError, EngineError } from '../protocol/errors.js';

/** Name of a class of libvips that decodes one format. */
export type Decoder = `VipsForeignLoad${string}`;

let loaded: Promise<typeof sharp> | undefined;

/** sharp, loaded on first use (most commands never decode an image), with the decoder allowed. */
export async function loadCodec(decoder?: Decoder): Promise<typeof sharp> {
  loaded ??= load();
  const codec = await loaded;
  if (decoder) codec.unblock({ operation: [decoder] });
  return codec;
}

async function load(): Promise<typeof sharp> {
  try {
    const { default: codec } = await import('sharp');
    codec.cache(false);
    codec.concurrency(1);
    codec.block({ operation: ['VipsForeignLoad'] });
    return codec;
  } catch (error) {
    throw new EngineError(
      'image-unreadable',
      `The image decoder (sharp) cannot be loaded: ${asError(error).message}. Install the dependencies again.`,
      { cause: error },
    );
  }
}
