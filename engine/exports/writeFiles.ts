// Writes several files of one export: all of them appear, or none.

import { makeBeside, writePieces } from '../files/writeBeside.js';
import { throwIfCancelled } from '../control/cancel.js';
import type { Control } from '../protocol/progress.js';

export interface FileToWrite {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Replaces all files. Each is complete beside its place before the first one is moved there.
 *
 * @throws EngineError `output-unwritable`, `cancelled`; then no file has changed
 */
export async function writeFiles(
  [first, ...others]: readonly FileToWrite[],
  control: Control = {},
): Promise<void> {
  if (!first) return;
  throwIfCancelled(control);
  await makeBeside(first.path, async (temporary) => {
    await writePieces(temporary, [first.bytes]);
    await writeFiles(others, control);
  });
}
