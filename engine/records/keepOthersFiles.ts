// Keeps what people have put into a result folder, exports above all, when the result is replaced. It is taken over at
// the moment of replacing, when nothing new can come in any more; the earlier folder keeps its names until all is done,
// so that a failure or a kill in between loses nothing.

import { constants } from 'node:fs';
import { copyFile, cp, link, readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { unwritable } from '../files/unwritable.js';
import { EngineError } from '../protocol/errors.js';
import { CORRECTIONS_FILE } from '../reading/corrections.js';
import { readResultRecord, RESULT_FILE } from '../reading/resultRecord.js';
import { SET_ASIDE } from './keepCorrections.js';

/**
 * Links or copies the files of `earlier`, a folder that was just moved aside, into `workDir`, except those of the
 * result itself. A file with the name of a new one gets another name. Returns notices for people.
 *
 * Throws `output-unwritable`; `earlier` then stays unchanged.
 */
export async function keepOthersFiles(earlier: string, workDir: string): Promise<readonly string[]> {
  const own = await ownFiles(earlier);
  // Some disks do not distinguish upper and lower case.
  const taken = new Set((await readdir(workDir)).map((name) => name.toLowerCase()));
  const notices: string[] = [];
  for (const entry of await readdir(earlier, { withFileTypes: true })) {
    const { name } = entry;
    // keepCorrections has brought those, or set them aside: whether they apply depends on the new image.
    if (own?.has(name) || name === CORRECTIONS_FILE || SET_ASIDE.test(name)) continue;
    // A record that cannot be read: whatever has the name of one of our files is taken for ours.
    if (!own && taken.has(name.toLowerCase())) continue;
    const free = freeName(name, taken);
    taken.add(free.toLowerCase());
    if (free !== name)
      notices.push(`The result has a new file ${name}; yours of that name is kept as ${free}.`);
    await bring(join(earlier, name), join(workDir, free), entry.isFile());
  }
  return notices;
}

/** Names of the files that a result consists of; undefined when its record cannot be read. */
async function ownFiles(folder: string): Promise<ReadonlySet<string> | undefined> {
  try {
    const { files } = await readResultRecord(folder);
    return new Set([RESULT_FILE, ...files.map(({ file }) => file)]);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const { name, ext } = parse(wanted);
  for (let number = 1; ; number++) {
    const free = number === 1 ? wanted : `${name}-${number}${ext}`;
    if (!taken.has(free.toLowerCase())) return free;
  }
}

/** Gives a file a second name, since the earlier one goes; a copy when the disk has no links. */
async function bring(from: string, to: string, isFile: boolean): Promise<void> {
  try {
    if (!isFile) await cp(from, to, { recursive: true, verbatimSymlinks: true });
    else
      await link(from, to).catch(() =>
        copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL),
      );
  } catch (error) {
    throw unwritable(to, error);
  }
}
