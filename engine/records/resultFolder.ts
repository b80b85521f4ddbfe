// The only writer of result folders. A folder is filled beside its final place and renamed when it is complete, so that
// an incomplete result is never visible.

import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { unwritable } from '../files/unwritable.js';
import { besideName, moveInto, removeLeftovers } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import { imagePath, readResultRecord, RESULT_FILE } from '../reading/resultRecord.js';
import { keepOthersFiles } from './keepOthersFiles.js';

export interface ResultFolder {
  /** The final path of the result. */
  readonly target: string;
  /** The folder of the files until `commit`. */
  readonly workDir: string;
  writeJson(file: string, value: unknown): Promise<void>;
  writeText(file: string, text: string): Promise<void>;
  /**
   * Moves the finished folder to its place. An earlier result there is replaced; files that others have put into it
   * stay. On failure everything stays unchanged.
   */
  commit(): Promise<CommittedFolder>;
  /** Removes everything. */
  discard(): Promise<void>;
}

export interface CommittedFolder {
  /** The final path. */
  readonly place: string;
  /** Notices for people about their own files. */
  readonly notices: readonly string[];
}

/**
 * Prepares `<out>/<name>`. `out` is created when only its last part is missing. When the result of another image has
 * the name, it is `<name>-2`, `<name>-3` … : only a result of the same `image` file is replaced.
 *
 * Throws `output-unwritable` when that is impossible, or when something stands at the place that is not a result
 * (a folder without result.json): we replace our own results, never other people's files.
 */
export async function openResultFolder(out: string, name: string, image?: string): Promise<ResultFolder> {
  await makeOutFolder(out);
  await removeLeftovers(resolve(out));
  const target =
    image === undefined ? resolve(out, name) : await freePlace(resolve(out, name), resolve(image));
  await refuseForeignFolder(target);
  const workDir = besideName(target);
  await mkdir(workDir).catch((error: unknown) => {
    throw unwritable(target, error);
  });

  return {
    target,
    workDir,
    writeText: (file, text) => writeText(join(workDir, file), text),
    writeJson: (file, value) => writeText(join(workDir, file), `${JSON.stringify(value, null, 1)}\n`),
    commit: async () => {
      let notices: readonly string[] = [];
      try {
        await moveInto(workDir, target, async (earlier) => {
          notices = await keepOthersFiles(earlier, workDir);
        });
      } catch (error) {
        throw unwritable(target, error);
      }
      return { place: target, notices };
    },
    discard: () => rm(workDir, { recursive: true, force: true }),
  };
}

/** The place itself, or the first numbered one beside it that is free or holds a result of this image. */
async function freePlace(wanted: string, image: string): Promise<string> {
  for (let number = 1; ; number++) {
    const place = number === 1 ? wanted : `${wanted}-${number}`;
    const other = await imageOf(place);
    if (other === undefined || other === image) return place;
  }
}

/** The image of the result at a place; undefined when there is no result, or it cannot be read. */
async function imageOf(place: string): Promise<string | undefined> {
  try {
    return imagePath(place, (await readResultRecord(place)).image.path);
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

/** The folder for results, created when only its last part is missing. Throws `output-unwritable`. */
export async function makeOutFolder(out: string): Promise<void> {
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
  if (entries && entries.length > 0 && !entries.includes(RESULT_FILE))
    throw new EngineError(
      'output-unwritable',
      `${target} exists and is not a result folder (no ${RESULT_FILE} in it), so it is left alone. ` +
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
