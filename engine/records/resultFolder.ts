// The only writer of result folders. A folder is filled beside its final place and renamed when it is complete, so
// that nobody ever sees half a result.

import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { asError, EngineError } from '../protocol/errors.js';

export interface ResultFolder {
  /** Where files are written until `commit`. */
  readonly workDir: string;
  writeJson(file: string, value: unknown): Promise<void>;
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
  const workDir = await mkdtemp(join(out, `.${name}.partial-`)).catch((error: unknown) => {
    throw unwritable(out, error);
  });

  return {
    workDir,
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

/** Moves `workDir` to `target`; an old result steps aside first and comes back should the move fail. */
async function moveInto(workDir: string, target: string): Promise<void> {
  const aside = `${workDir}.old`;
  const replaced = await rename(target, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(workDir, target);
  } catch (error) {
    if (replaced) await rename(aside, target);
    throw error;
  }
  if (replaced) await rm(aside, { recursive: true, force: true });
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

/** The file system's refusal in words: what, where, why, what to do. */
export function unwritable(path: string, thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const error = asError(thrown) as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full. Free some space',
    EDQUOT: 'the disk quota is used up. Free some space',
    EACCES: 'permission denied. Choose a folder that you may write to',
    EPERM: 'permission denied. Choose a folder that you may write to',
    EROFS: 'the file system is read-only. Choose another folder',
    ENOTDIR: 'a part of the path is a file. Choose another folder',
    EEXIST: 'a file of that name is in the way. Choose another folder',
  };
  const reason = reasons[error.code ?? ''] ?? `${error.message}. Choose another folder`;
  return new EngineError(
    'output-unwritable',
    `Cannot write ${basename(path)} in ${dirname(path)}: ${reason}.`,
    {
      cause: error,
    },
  );
}
