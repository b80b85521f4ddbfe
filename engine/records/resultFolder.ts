// The only writer of result folders. A folder is filled beside its final place and renamed when it is complete, so
// that nobody ever sees half a result.

import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { unwritable } from '../files/unwritable.js';
import { besideName, moveInto } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';

export interface ResultFolder {
  /** Where files are written until `commit`. */
  readonly workDir: string;
  writeJson(file: string, value: unknown): Promise<void>;
  writeText(file: string, text: string): Promise<void>;
  /** Moves the finished folder to its place; an earlier result there is replaced. Returns the final path. */
  commit(): Promise<string>;
  /** Removes everything. */
  discard(): Promise<void>;
}

/**
 * Prepares `<out>/<name>`. `out` is created when only its last part is missing.
 *
 * Throws `output-unwritable` when that is impossible, or when something stands at the place that is not a result
 * (a folder without result.json): we replace our own results, never other people's files.
 */
export async function openResultFolder(out: string, name: string): Promise<ResultFolder> {
  const target = resolve(out, name);
  await makeOutFolder(out);
  await refuseForeignFolder(target);
  const workDir = besideName(target);
  await mkdir(workDir).catch((error: unknown) => {
    throw unwritable(workDir, error);
  });

  return {
    workDir,
    writeText: (file, text) => writeText(join(workDir, file), text),
    writeJson: (file, value) => writeText(join(workDir, file), `${JSON.stringify(value, null, 1)}\n`),
    commit: async () => {
      try {
        await moveInto(workDir, target);
      } catch (error) {
        throw unwritable(target, error);
      }
      return target;
    },
    discard: () => rm(workDir, { recursive: true, force: true }),
  };
}

async function makeOutFolder(out: string): Promise<void> {
  const parent = dirname(resolve(out));
  const parentIsFolder = await stat(parent).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!parentIsFolder)
    throw new EngineError(
      'output-unwritable',
      `Cannot write to ${out}: the folder ${parent} does not exist. Create it first, or choose another --out.`,
    );
  await mkdir(out).catch(async (error: NodeJS.ErrnoException) => {
    const isFolder = error.code === 'EEXIST' && (await stat(out)).isDirectory();
    if (!isFolder) throw unwritable(out, error);
  });
}

async function refuseForeignFolder(target: string): Promise<void> {
  const entries = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unwritable(target, error);
  });
  if (entries && entries.length > 0 && !entries.includes('result.json'))
    throw new EngineError(
      'output-unwritable',
      `${target} exists and is not a result folder (no result.json in it), so it is left alone. ` +
        `Choose another --out, or move that folder away.`,
    );
}

async function writeText(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}
