// Control of a sweep, `control.json`: workers follow it, and people change it. One reader per process looks at the file
// at most once a second, however many trials ask.

import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import type { SweepControl } from '../protocol/sweeps.js';
import { CONTROL_FILE, NO_CONTROL, readControl } from '../reading/controlFile.js';
import { withJournalLock } from './journalLock.js';

/** Shortest time between two readings. */
const LOOK_EVERY_MS = 1000;

export interface ControlFollower {
  /** As read last. */
  readonly control: SweepControl;
  /** Reads the file again if it has changed; at most once a second. */
  look(): Promise<SweepControl>;
}

/** @param note told of a file that cannot be read, once for each version of it */
export function followControl(
  folder: string,
  note: (line: string) => void,
  everyMs = LOOK_EVERY_MS,
): ControlFollower {
  let control = NO_CONTROL;
  let version = '';
  let lookedAt = -Infinity;
  let reading: Promise<void> | undefined;
  const read = async () => {
    const now = await versionOf(join(folder, CONTROL_FILE));
    lookedAt = performance.now();
    if (now === version) return;
    version = now;
    const found = await readControl(folder);
    control = found.control;
    if (found.problem !== undefined) note(`${found.problem} Until then the sweep works.`);
  };
  return {
    get control() {
      return control;
    },
    look: async () => {
      if (performance.now() - lookedAt >= everyMs)
        await (reading ??= read().finally(() => {
          reading = undefined;
        }));
      return control;
    },
  };
}

async function versionOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : 'none';
}

/**
 * Replaces the control with what `change` makes of the present one; changes of several people come one after the other.
 *
 * @throws EngineError `output-unwritable`
 */
export function changeControl(
  folder: string,
  change: (control: SweepControl) => SweepControl,
): Promise<SweepControl> {
  const file = join(folder, CONTROL_FILE);
  return withJournalLock(file, async () => {
    const control = change((await readControl(folder)).control);
    const bytes = new TextEncoder().encode(`${JSON.stringify(control, null, 1)}\n`);
    await makeBeside(file, (temporary) => writePieces(temporary, [bytes]));
    return control;
  });
}
