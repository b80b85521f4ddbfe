// Unpacks the weight files and options of a checkpoint from a .zip, file by file as streams: an archive of many gigabytes
// needs no memory. Everything else in the archive stays there. Names, counts, sizes and checksums are checked, since an
// archive may come from anywhere.

import { createWriteStream } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { throwIfCancelled } from '../control/cancel.js';
import { quoted } from '../files/fileBytes.js';
import { unwritable } from '../files/unwritable.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { invalidModel } from '../tensors/invalidModel.js';
import { MAXIMUM_WEIGHT_BYTES } from '../tensors/weightFile.js';
import { DEEPEST, isHidden, isWeightFile } from './checkpointFolder.js';
import { TRAIN_OPTIONS_FILE } from './trainOptions.js';

/** The authors' model has ten files; a long training saves some hundreds. */
const MOST_FILES = 2000;
const MOST_ENTRIES = 20_000;
/** Weights shrink by a tenth when they are compressed; an archive that announces this many times its size is refused. */
const LARGEST_RATIO = 100;
/** Allowance for options files, which do shrink. */
const SMALL_BYTES = 2 ** 20;
const MEGABYTE = 1e6;

const AGAIN = 'Download it again, and compare its size with that on the page.';

/**
 * Writes the wanted files of the archive `zip` below the existing folder `into`.
 *
 * @throws EngineError `model-not-found` without weight files, `model-invalid` for an archive that is damaged, encrypted
 *   or hostile, `output-unwritable`, `cancelled`; the caller removes `into` then
 */
export async function unzipCheckpoint(zip: string, into: string, control: Control): Promise<void> {
  const archive = await openArchive(zip);
  try {
    const entries = (await readDirectory(archive, zip)).filter(isWanted);
    checkEntries(entries, zip, archive.fileSize);
    const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
    await requireSpace(into, total);
    let written = 0;
    const progressed = (bytes: number) => {
      throwIfCancelled(control);
      written += bytes;
      control.report?.({
        stage: 'unpacking (MB)',
        done: Math.floor(written / MEGABYTE),
        total: Math.ceil(total / MEGABYTE),
      });
    };
    progressed(0);
    for (const entry of entries) await unpack(archive, entry, zip, into, progressed);
  } finally {
    archive.close();
  }
}

function openArchive(zip: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(zip, { lazyEntries: true, autoClose: false }, (error, archive) => {
      if (!error) return resolve(archive);
      const cause = asError(error);
      reject(invalidModel(zip, `is no complete .zip file (${cause.message}). ${AGAIN}`, cause));
    });
  });
}

function readDirectory(archive: ZipFile, zip: string): Promise<readonly Entry[]> {
  return new Promise((resolve, reject) => {
    if (archive.entryCount > MOST_ENTRIES)
      return reject(
        invalidModel(zip, `claims ${archive.entryCount} entries; expected at most ${MOST_ENTRIES}`),
      );
    const entries: Entry[] = [];
    archive.on('error', (thrown: unknown) =>
      reject(invalidModel(zip, `has a directory that cannot be read (${asError(thrown).message}). ${AGAIN}`)),
    );
    archive.on('end', () => resolve(entries));
    archive.on('entry', (entry: Entry) => {
      entries.push(entry);
      archive.readEntry();
    });
    archive.readEntry();
  });
}

function isWanted({ fileName }: Entry): boolean {
  const parts = fileName.split('/');
  const name = parts.at(-1)!;
  return (
    parts.length <= DEEPEST + 1 &&
    !parts.some(isHidden) &&
    (isWeightFile(name) || name === TRAIN_OPTIONS_FILE)
  );
}

/** Characters that some file systems refuse in a name. */
const IMPOSSIBLE = /\p{Cc}|[<>:"|?*\\]|^[ .]|[ .]$|^$/u;

function checkEntries(entries: readonly Entry[], zip: string, zipBytes: number): void {
  if (!entries.some(({ fileName }) => isWeightFile(fileName.split('/').at(-1)!)))
    throw new EngineError(
      'model-not-found',
      `${zip} holds no weight files of DeepLIIF (.pth or .pt). Choose the .zip of a model, ` +
        'such as the authors’ DeepLIIF_Latest_Model.zip.',
    );
  if (entries.length > MOST_FILES)
    throw invalidModel(zip, `holds ${entries.length} weight files; expected at most ${MOST_FILES}`);
  const names = entries.map(({ fileName }) => fileName.toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw invalidModel(zip, `has two entries named ${quoted(twice)}`);
  let total = 0;
  for (const entry of entries) {
    const { fileName, compressionMethod, uncompressedSize } = entry;
    const where = `entry ${quoted(fileName)}`;
    if (fileName.split('/').some((part) => IMPOSSIBLE.test(part)))
      throw invalidModel(zip, `${where} has a name that cannot be a file's`);
    if (entry.isEncrypted())
      throw invalidModel(zip, `${where} is encrypted. Unpack it with its password, and import the folder`);
    if (compressionMethod !== 0 && compressionMethod !== 8)
      throw invalidModel(
        zip,
        `${where} is compressed by method ${compressionMethod}, which is not supported. Unpack it, and import the folder`,
      );
    if (uncompressedSize > MAXIMUM_WEIGHT_BYTES)
      throw invalidModel(
        zip,
        `${where} has ${uncompressedSize} bytes; expected at most ${MAXIMUM_WEIGHT_BYTES}`,
      );
    total += uncompressedSize;
  }
  if (total > LARGEST_RATIO * zipBytes + SMALL_BYTES)
    throw invalidModel(
      zip,
      `announces ${total} bytes in a file of ${zipBytes}; weights never shrink that much`,
    );
}

/** Refuses at once what would fill the disk after minutes: the files, and a model as large as they are. */
async function requireSpace(into: string, bytes: number): Promise<void> {
  const disk = await statfs(into).catch(() => undefined); // not every file system says it
  if (!disk || disk.bavail === 0) return;
  const free = disk.bavail * disk.bsize;
  if (free >= 2 * bytes) return;
  const gigabytes = (count: number) => (count / 1e9).toFixed(1);
  throw new EngineError(
    'output-unwritable',
    `The disk of ${dirname(into)} has ${gigabytes(free)} GB free; unpacking and importing needs ` +
      `${gigabytes(2 * bytes)} GB. Free some space.`,
  );
}

async function unpack(
  archive: ZipFile,
  entry: Entry,
  zip: string,
  into: string,
  progressed: (bytes: number) => void,
): Promise<void> {
  const target = join(into, ...entry.fileName.split('/'));
  await mkdir(dirname(target), { recursive: true });
  let checksum = 0;
  const check = new Transform({
    transform(chunk: Buffer, _, done) {
      try {
        checksum = crc32(chunk, checksum);
        progressed(chunk.length);
        done(null, chunk);
      } catch (thrown) {
        done(asError(thrown));
      }
    },
  });
  try {
    await pipeline(await openEntry(archive, entry), check, createWriteStream(target, { flags: 'wx' }));
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (thrown instanceof EngineError) throw thrown;
    // The file system names its errors with a system call; those of the archive have none.
    if (code !== undefined && 'syscall' in (thrown as object)) throw unwritable(target, thrown);
    throw damaged(zip, entry, asError(thrown).message);
  }
  if (checksum >>> 0 !== entry.crc32 >>> 0) throw damaged(zip, entry, 'its checksum differs');
}

function openEntry(archive: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    archive.openReadStream(entry, (error, stream) => {
      if (error) reject(asError(error));
      else resolve(stream);
    });
  });
}

function damaged(zip: string, { fileName }: Entry, why: string): EngineError {
  return invalidModel(zip, `entry ${quoted(fileName)} is damaged (${why}). ${AGAIN}`);
}
