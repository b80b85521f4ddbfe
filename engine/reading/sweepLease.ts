// Leases of running trials: a small file per trial, which its worker touches while it lives. Here they are read;
// engine/studies takes and releases them.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { stored, text, whole, type Shaped } from '../protocol/shape.js';
import { MOST_LEASE_BYTES } from './limits.js';
import { readRecordFile } from './recordFile.js';

const LEASES_FOLDER = 'leases';

const lease = stored({ worker: text({ most: 1000 }), host: text({ most: 1000 }), pid: whole(0) });

export interface ReadLease extends Shaped<typeof lease> {
  /** Time at which its worker last touched it, milliseconds since 1970. */
  readonly heartbeatMs: number;
}

export function leaseFile(folder: string, trial: number): string {
  return join(folder, LEASES_FOLDER, `trial-${trial}.json`);
}

/** undefined without a lease, and for one that is being written. */
export async function readLease(folder: string, trial: number): Promise<ReadLease | undefined> {
  const file = leaseFile(folder, trial);
  try {
    const { mtimeMs } = await stat(file);
    const found = await readRecordFile(file, lease, { mostBytes: MOST_LEASE_BYTES, advice: '' });
    return found && { ...found, heartbeatMs: mtimeMs };
  } catch {
    return undefined; // the worker has just released or not yet written it
  }
}
