// JSON with comments, as people write configurations: comments become spaces, so that errors of the parser name the
// right place.

import { stripComments } from 'jsonc-parser';

/** The text with spaces in the place of comments. */
export function withoutComments(bytes: Uint8Array): Uint8Array {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return new TextEncoder().encode(stripComments(text, ' '));
  } catch {
    return bytes; // no UTF-8; the parser of JSON says so
  }
}
