// Id of a sweep in queues, queue.json in its folder. Two sweeps of one name on one server stay apart by it, and a worker
// knows by it that the folder that it sees is the sweep's.

import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readFileBytes, type FileKind } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import { unwritable } from '../files/unwritable.js';
import { exists } from '../files/writeBeside.js';
import { matching, stored, whole } from '../protocol/shape.js';

const QUEUE_FILE = 'queue.json';
const MOST_BYTES = 4096;
const RECORD: FileKind = { expected: 'the record of a sweep’s queue', missing: 'usage', broken: 'usage' };
const shape = stored({ schemaVersion: whole(1, 1), id: matching(/^[0-9a-f-]{36}$/, 'an id') });

/** A sweep as its workers know it. */
export interface SweepName {
  /** Name of the sweep's folder. */
  readonly folder: string;
  readonly id: string;
}

/** Names of the sweep in queues, made at the first call. @throws EngineError `usage`, `output-unwritable` */
export async function sweepName(folder: string): Promise<SweepName> {
  const file = join(folder, QUEUE_FILE);
  await writeFile(file, `${JSON.stringify({ schemaVersion: 1, id: randomUUID() })}\n`, { flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw unwritable(file, error);
    },
  );
  return { folder: basename(folder), id: await readSweepId(folder) };
}

/** True if the sweep has given its trials to a queue. */
export function hasQueue(folder: string): Promise<boolean> {
  return exists(join(folder, QUEUE_FILE));
}

/** @throws EngineError `usage` if the folder is not that of a sweep with a queue */
export async function readSweepId(folder: string): Promise<string> {
  const file = join(folder, QUEUE_FILE);
  return shape(parseJsonObject(await readFileBytes(file, MOST_BYTES, RECORD), file, RECORD), file).id;
}
