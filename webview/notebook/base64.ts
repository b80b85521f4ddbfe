// Base64 of outputs back as bytes and as pictures. A notebook's page may not fetch data: addresses, so they are decoded here.

import { t } from '../ui/l10n.js';

export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> {
  const letters = atob(base64);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

/** Address of a picture that is part of an output. */
export function dataUri(mime: string, base64: string): string {
  return `data:${mime};base64,${base64}`;
}

/** Decodes a picture of `dataUri` into the pixels that it stores: the provider of the viewer's pixels in outputs. */
export async function decodeDataUri(uri: string): Promise<ImageBitmap> {
  const [, mime, base64] = /^data:(image\/[a-z]+);base64,(.*)$/s.exec(uri) ?? [];
  if (mime === undefined || base64 === undefined)
    throw new Error(t('The picture is no part of this output.'));
  return createImageBitmap(new Blob([bytesOfBase64(base64)], { type: mime }), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
}
