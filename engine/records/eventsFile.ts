// Writer of events.jsonl: it appends lines, each whole, even if the disk becomes full in the middle of one. Only a
// process that is killed can leave half a line, which is cut when the run is resumed.

import { open, stat, truncate } from 'node:fs/promises';
import { unwritable } from '../files/unwritable.js';
import { EngineError } from '../protocol/errors.js';
import type { RunEvent } from '../runlog/runEvents.js';

export interface EventsFile {
  /** Length up to the end of the last whole line that was written here. */
  readonly bytes: number;
  /** @throws EngineError `output-unwritable`; then the file is as before */
  append(event: RunEvent): Promise<void>;
  /** Waits until the disk has all lines. */
  sync(): Promise<void>;
  /** Cuts the file to so many bytes. @throws EngineError `model-invalid` when it is shorter */
  cut(bytes: number): Promise<void>;
}

export async function openEvents(path: string): Promise<EventsFile> {
  let end = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  return {
    get bytes() {
      return end;
    },
    append: async (event) => {
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      try {
        const file = await open(path, 'r+');
        try {
          for (let done = 0; done < line.length;)
            done += (await file.write(line, done, line.length - done, end + done)).bytesWritten;
        } finally {
          await file.close();
        }
        end += line.length;
      } catch (error) {
        await truncate(path, end).catch(() => undefined); // the first error is the one to tell
        throw unwritable(path, error);
      }
    },
    sync: async () => {
      try {
        const file = await open(path, 'r+');
        await file.sync().finally(() => file.close());
      } catch (error) {
        throw unwritable(path, error);
      }
    },
    cut: async (bytes) => {
      const { size } = await stat(path).catch(() => ({ size: 0 }));
      if (size < bytes)
        throw new EngineError(
          'model-invalid',
          `${path} has ${size} bytes, and had ${bytes} at its last checkpoint; copy the run's folder again.`,
        );
      await truncate(path, bytes).catch((error: unknown) => {
        throw unwritable(path, error);
      });
      end = bytes;
    },
  };
}
