// Fuzz targets of TensorBoard's event files: whole folders through the engine's reader, and single events, since the
// checksums of records would stop most mutations before they reach the event.

import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../../engine/protocol/errors.js';
import { placeOfPicture, reduceTensorBoard } from '../../engine/runlog/tensorBoardRun.js';
import { maskedCrc32c } from '../../engine/reading/crc32c.js';
import { readTensorBoard, readTensorBoardPicture } from '../../engine/reading/tensorBoardFiles.js';
import { storedRecords } from '../../engine/reading/tensorBoardRecords.js';
import type { FuzzTarget } from './target.js';

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/tensorboard/', import.meta.url));

export async function tensorBoardTargets(): Promise<FuzzTarget[]> {
  const paths = await Promise.all(
    ['pytorch', 'tensorflow'].map(async (folder) =>
      (await readdir(join(FIXTURES, folder))).map((name) => join(FIXTURES, folder, name)),
    ),
  );
  const files = paths.flat();
  const whole = await Promise.all(files.map(async (file) => new Uint8Array(await readFile(file))));
  const events = (await Promise.all(files.map(eventsIn))).flat();
  return [
    { name: 'event-file', seeds: whole, parse: (bytes) => parseFolder(bytes) },
    { name: 'event', seeds: events, parse: (bytes) => parseFolder(recordOf(bytes)) },
  ];
}

async function eventsIn(path: string): Promise<Uint8Array[]> {
  const file = await open(path);
  try {
    const events: Uint8Array[] = [];
    for await (const { data } of storedRecords(file, 0)) events.push(data.slice());
    return events;
  } finally {
    await file.close();
  }
}

/** A record with correct checksums, so that only the event is broken. */
function recordOf(event: Uint8Array): Uint8Array {
  const record = Buffer.alloc(event.length + 16);
  record.writeBigUInt64LE(BigInt(event.length));
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  record.set(event, 12);
  record.writeUInt32LE(maskedCrc32c(event), 12 + event.length);
  return record;
}

/** Reads a folder as the extension does: parts, then the pictures that they name. */
async function parseFolder(bytes: Uint8Array): Promise<void> {
  const folder = join(tmpdir(), `deepliif-fuzz-${randomUUID()}`);
  await mkdir(folder);
  try {
    await writeFile(join(folder, 'events.out.tfevents.1'), bytes);
    const run = reduceTensorBoard();
    for (;;) {
      const piece = await readTensorBoard(folder, run.places, { bytes: 4096, values: 100 });
      run.add(piece);
      if (!piece.more) break;
    }
    for (const { pictures } of run.state.samples.slice(0, 3))
      for (const { file } of pictures.slice(0, 3)) await readTensorBoardPicture(folder, placeOfPicture(file));
    if (run.problems.length > 0) throw new EngineError('usage', run.problems[0]!);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
