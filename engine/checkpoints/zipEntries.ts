// The entries of a PyTorch zip file, as views on its bytes. PyTorch stores what matters without compression, so
// nothing is ever inflated here, and a zip bomb does no harm; entries must lie inside the file, apart from each
// other.

import { crc32 } from 'node:zlib';

import yauzl, { type Entry, type ZipFile } from 'yauzl';

import { asError } from '../protocol/errors.js';
import { quoted } from '../files/fileBytes.js';
import { invalidModel } from '../tensors/invalidModel.js';

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
/** A full-size network has about 140 entries, a TorchScript file about 500. */
const MAXIMUM_ENTRIES = 20_000;

export interface ZipEntries {
  readonly names: readonly string[];
  /** The entry's bytes, checked against its CRC-32. Throws `model-invalid` when compressed, encrypted or damaged. */
  read(name: string): Uint8Array;
  has(name: string): boolean;
}

/** @throws EngineError `model-invalid` when the directory does not describe the file. */
export async function openZip(bytes: Uint8Array, where: string): Promise<ZipEntries> {
  const entries = await readDirectory(bytes, where);
  const ranges = new Map<string, readonly [start: number, end: number]>();
  const sorted = [...entries.values()].sort(
    (a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader,
  );
  let previousEnd = 0;
  for (const entry of sorted) {
    const range = locate(bytes, entry, where);
    if (entry.relativeOffsetOfLocalHeader < previousEnd)
      throw invalidModel(where, `zip entry ${quoted(entry.fileName)} overlaps the one before it`);
    previousEnd = range[1];
    ranges.set(entry.fileName, range);
  }
  return {
    names: [...entries.keys()],
    has: (name) => ranges.has(name),
    read: (name) => {
      const entry = entries.get(name);
      const range = ranges.get(name);
      if (!entry || !range)
        throw invalidModel(where, `has no zip entry ${quoted(name)}; is the file cut off?`);
      if (entry.compressionMethod !== 0 || entry.isEncrypted())
        throw invalidModel(
          where,
          `zip entry ${quoted(name)} is compressed or encrypted; PyTorch stores it as is`,
        );
      const content = bytes.subarray(...range);
      if (crc32(content) !== entry.crc32)
        throw invalidModel(
          where,
          `zip entry ${quoted(name)} is damaged (CRC-32 differs); copy the file again`,
        );
      return content;
    },
  };
}

async function readDirectory(bytes: Uint8Array, where: string): Promise<ReadonlyMap<string, Entry>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((resolve, reject) => {
    const refuse = (thrown: unknown): void =>
      reject(invalidModel(where, `is not a valid zip file: ${asError(thrown).message}`, thrown));
    yauzl.fromBuffer(
      buffer,
      { lazyEntries: true, strictFileNames: true },
      (error: Error | null, zip: ZipFile) => {
        if (error) return refuse(error);
        if (zip.entryCount > MAXIMUM_ENTRIES)
          return reject(
            invalidModel(where, `claims ${zip.entryCount} zip entries; expected at most ${MAXIMUM_ENTRIES}`),
          );
        const entries = new Map<string, Entry>();
        zip.on('error', refuse);
        zip.on('end', () => resolve(entries));
        zip.on('entry', (entry: Entry) => {
          if (entries.has(entry.fileName))
            return reject(invalidModel(where, `has two zip entries named ${quoted(entry.fileName)}`));
          entries.set(entry.fileName, entry);
          zip.readEntry();
        });
        zip.readEntry();
      },
    );
  });
}

/**
 * Finds the content of an entry. The directory says where its local header starts, the header how long it is itself.
 */
function locate(bytes: Uint8Array, entry: Entry, where: string): readonly [start: number, end: number] {
  const header = entry.relativeOffsetOfLocalHeader;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (
    header + LOCAL_HEADER_BYTES <= bytes.length &&
    view.getUint32(header, true) === LOCAL_HEADER_SIGNATURE
  ) {
    const start =
      header + LOCAL_HEADER_BYTES + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    const end = start + entry.compressedSize;
    if (end <= bytes.length) return [start, end];
  }
  throw invalidModel(where, `zip entry ${quoted(entry.fileName)} lies outside of the file; is it cut off?`);
}
