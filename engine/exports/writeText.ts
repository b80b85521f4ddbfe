// Writes text of any length to a file that is complete or absent. Other requests are answered between the pieces.

import { open } from 'node:fs/promises';
import { makeBeside } from '../files/writeBeside.js';
import { yieldToEventLoop } from '../control/cancel.js';
import type { Control } from '../protocol/progress.js';

const PIECE_CHARACTERS = 256 * 1024;

/**
 * Replaces `path` by the parts, one after the other. Throws `output-unwritable` or `cancelled`; then no temporary
 * file is left.
 */
export async function writeText(path: string, parts: Iterable<string>, control: Control): Promise<void> {
  await makeBeside(path, async (temporary) => {
    const file = await open(temporary, 'wx');
    try {
      for (const piece of pieces(parts)) {
        await yieldToEventLoop(control);
        await file.writeFile(piece);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

function* pieces(parts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const part of parts) {
    piece += part;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece) yield piece;
}
