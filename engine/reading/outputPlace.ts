// Folder that an output of a notebook names: where it lies, and whether it is still what the output was made from. The
// output may be of unknown origin: nothing on another machine of a Windows network is touched, since a request would tell
// that machine who the user is.

import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileSha256 } from '../files/fileSha256.js';
import type { OutputPlace } from '../protocol/outputs.js';
import { imagePath, RESULT_FILE } from './resultRecord.js';
import { RUN_FILE } from './runFile.js';

export type OutputPlaceKind = 'result' | 'run' | 'sweep';

/** Larger files are no records of ours, and are not hashed. */
const MOST_RECORD_BYTES = 64 * 2 ** 20;
const IDENTITIES: Readonly<Record<OutputPlaceKind, string>> = {
  result: RESULT_FILE,
  run: RUN_FILE,
  sweep: 'sweep.json',
};

/** Absolute path; undefined for one on another machine of a Windows network. */
export function folderOfOutput(
  { path }: Pick<OutputPlace, 'path'>,
  notebookFolder: string,
): string | undefined {
  return imagePath(resolve(notebookFolder), path);
}

export type OutputFolderState = 'unchanged' | 'changed' | 'gone';

/** State of the folder (absolute path) that an output was made from. */
export async function stateOfOutputFolder(
  kind: OutputPlaceKind,
  folder: string,
  { sha256 }: Pick<OutputPlace, 'sha256'>,
): Promise<OutputFolderState> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) return 'gone';
  const file = join(folder, IDENTITIES[kind]);
  const identity = await stat(file).catch(() => undefined);
  if (sha256 === undefined) return kind === 'result' && !identity ? 'gone' : 'unchanged';
  if (!identity?.isFile()) return 'gone';
  if (identity.size > MOST_RECORD_BYTES) return 'changed';
  return (await fileSha256(file)) === sha256 ? 'unchanged' : 'changed';
}
