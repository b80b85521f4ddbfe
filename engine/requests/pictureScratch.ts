// Folder for the scratch files of open pictures. It belongs to this process and is removed when it ends; the next
// engine removes what a killed one left.

import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { besideName, removeLeftovers } from '../files/writeBeside.js';
import { unwritable } from '../files/unwritable.js';

let made: Promise<string> | undefined;

export function pictureScratchFolder(): Promise<string> {
  return (made ??= make());
}

async function make(): Promise<string> {
  await removeLeftovers(tmpdir());
  const folder = besideName(join(tmpdir(), 'deepliif-pictures'));
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    made = undefined; // the disk may have room later
    throw unwritable(folder, error);
  });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
