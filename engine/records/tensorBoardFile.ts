// The event file that a training process writes for TensorBoard beside the run's own events; those of earlier processes
// are cut when a run goes back to a checkpoint.

import { open, readdir, truncate } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { asError } from '../protocol/errors.js';
import { encodeRecord, FILE_VERSION, SESSION_END_TAG, type TensorBoardEvent } from './tensorBoardEvents.js';
import { ProtobufReader } from '../reading/protobufReader.js';
import { storedRecords } from '../reading/tensorBoardRecords.js';

export interface TensorBoardFile {
  readonly path: string;
  /**
   * Appends an event, whole or not at all. Where the disk is full the event waits for the next one: pictures for
   * TensorBoard are no reason to stop a run.
   */
  append(event: TensorBoardEvent): Promise<void>;
}

/** Most bytes that wait for room on the disk. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;

/**
 * Begins a file of this process whose events come after `step`. Events of later steps by earlier processes are cut off,
 * and the file tells readers that have read them already.
 * @param note is told, once, when nothing can be written
 */
export async function beginTensorBoardFile(
  dir: string,
  step: number,
  started: Date,
  note: (line: string) => void,
): Promise<TensorBoardFile> {
  for (const name of await eventFilesIn(dir)) await cutAfter(join(dir, name), step);
  const path = join(dir, await freeName(dir, started));
  const wallTime = started.getTime() / 1000;
  let waiting: Uint8Array[] = [];
  let told = false;
  let end = 0;
  const file: TensorBoardFile = {
    path,
    append: async (event) => {
      waiting.push(encodeRecord(event));
      const bytes = Buffer.concat(waiting);
      try {
        await writeAt(path, end, bytes);
        end += bytes.length;
        waiting = [];
      } catch (error) {
        await truncate(path, end).catch(() => undefined);
        if (bytes.length > MOST_WAITING_BYTES) waiting = [];
        if (!told)
          note(`${path}: ${asError(error).message}. TensorBoard gets no more events of this run for now.`);
        told = true;
      }
    },
  };
  await file.append({ wallTime, step: 0, fileVersion: FILE_VERSION });
  await file.append({ wallTime, step: step + 1, sessionStart: true });
  return file;
}

/** Names of event files, in the order in which TensorBoard reads them. */
export async function eventFilesIn(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch(() => []);
  return names.filter((name) => name.includes('tfevents')).sort();
}

async function freeName(dir: string, started: Date): Promise<string> {
  const seconds = String(Math.floor(started.getTime() / 1000)).padStart(10, '0');
  const host = hostname().replaceAll(/[^A-Za-z0-9.-]/g, '-') || 'localhost';
  const taken = new Set(await eventFilesIn(dir));
  for (let count = 0; ; count++) {
    const name = `events.out.tfevents.${seconds}.${host}.${process.pid}.${count}`;
    if (!taken.has(name)) return name;
  }
}

async function writeAt(path: string, at: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, at === 0 ? 'w' : 'r+');
  try {
    for (let done = 0; done < bytes.length;)
      done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  } finally {
    await file.close();
  }
}

/** Cuts a file before its first event of a later step, before the end of its session, and before a record that is broken. */
async function cutAfter(path: string, step: number): Promise<void> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return;
  let end = 0;
  try {
    for await (const { data, end: next } of storedRecords(file, 0)) {
      const { step: itsStep, endsSession } = readPlace(data);
      if (itsStep > step || endsSession) break;
      end = next;
    }
  } finally {
    await file.close();
  }
  await truncate(path, end).catch(() => undefined); // another user's file may be read-only
}

/** An event's step, and whether it is the end of a session; broken bytes are at step 0. */
function readPlace(data: Uint8Array): { readonly step: number; readonly endsSession: boolean } {
  let step = 0;
  try {
    const reader = new ProtobufReader(data);
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag === STEP_TAG) step = reader.int64();
      else reader.skipType(tag & 7);
    }
  } catch {
    return { step, endsSession: false };
  }
  return {
    step,
    endsSession: Buffer.from(data.buffer, data.byteOffset, data.length).includes(SESSION_END_TAG),
  };
}

/** Field 2, a varint. */
const STEP_TAG = 16;
