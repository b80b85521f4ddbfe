// Writes zip files byte by byte, honest and lying ones.

import { crc32 } from 'node:zlib';

import { bytes, uint32 } from './pickleBytes.js';

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array;
  /** Untrue entries for the directory. */
  readonly lies?: Partial<{
    readonly method: number;
    readonly crc: number;
    readonly compressedBytes: number;
    readonly bytes: number;
    readonly headerAt: number;
  }>;
}

const uint16 = (value: number): Uint8Array => uint32(value).subarray(0, 2);

/** Stored entries, directory, end record. */
export function zip(entries: readonly ZipEntry[], lies: { readonly entryCount?: number } = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let position = 0;
  for (const { name, content, lies: told = {} } of entries) {
    const sizes = bytes(
      uint32(told.crc ?? crc32(content)),
      uint32(told.compressedBytes ?? content.length),
      uint32(told.bytes ?? content.length),
    );
    const common = bytes(
      uint16(20),
      uint16(0x800),
      uint16(told.method ?? 0),
      uint32(0),
      sizes,
      uint16(name.length),
    );
    const local = bytes('PK\x03\x04', common, uint16(0), name);
    directory.push(
      bytes('PK\x01\x02', uint16(20), common, uint16(0), uint16(0), uint16(0), uint16(0), uint32(0)),
      bytes(uint32(told.headerAt ?? position), name),
    );
    parts.push(local, content);
    position += local.length + content.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const count = uint16(lies.entryCount ?? entries.length);
  const end = bytes(
    'PK\x05\x06',
    uint32(0),
    count,
    count,
    uint32(directoryBytes.length),
    uint32(position),
    0,
    0,
  );
  return new Uint8Array(Buffer.concat([...parts, directoryBytes, end]));
}
