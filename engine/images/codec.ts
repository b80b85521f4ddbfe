// The one place that loads sharp (libvips), with what this process needs of it: no cache of decoded pixels, one
// thread (networks want the cores), and only the decoders that an image reader asks for, so that a file can never
// reach another of its many decoders.

import type sharp from 'sharp';
import { asError, EngineError } from '../protocol/errors.js';

/** Name of a class of libvips that decodes one format. */
export type Decoder = `VipsForeignLoad${string}`;

const allowed = new Set<Decoder>();
let loaded: Promise<typeof sharp> | undefined;

/** Lets sharp decode one more format. */
export function allowDecoder(decoder: Decoder): void {
  allowed.add(decoder);
}

/** sharp, loaded on first use: most commands never decode an image. */
export async function loadCodec(): Promise<typeof sharp> {
  loaded ??= load();
  const codec = await loaded;
  codec.unblock({ operation: [...allowed] });
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
