// Leases of trials: a file per running trial beside the journal, which its worker touches while it lives. Optuna's
// journal has no operation for that, and an unknown one would break its readers.

import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { isAlive } from '../files/writeBeside.js';
import { MOST_LEASE_BYTES } from '../reading/limits.js';
import { leaseFile, readLease } from '../reading/sweepLease.js';

/** Interval in which a worker touches its leases. */
export const HEARTBEAT_MS = 5000;
/** A lease that was not touched for so long is free. */
export const LEASE_MS = 60_000;

export interface Lease {
  readonly worker: string;
  readonly host: string;
  readonly pid: number;
}

export interface HeldLease {
  /** Stops touching it and removes it, unless another worker has taken it over meanwhile. */
  release(): Promise<void>;
}

/** Takes the lease of a trial; the journal's lock must be held, or the trial be this worker's. */
export async function takeLease(folder: string, trial: number, worker: string): Promise<HeldLease> {
  const file = leaseFile(folder, trial);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ worker, host: hostname(), pid: process.pid } satisfies Lease));
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined); // removed with the sweep's folder
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      if ((await readLease(folder, trial))?.worker === worker) await rm(file, { force: true });
    },
  };
}

/** True if no live worker has the trial: there is no lease, it is old, or its process on this machine is gone. */
export async function isOrphan(folder: string, trial: number, now = Date.now()): Promise<boolean> {
  const file = leaseFile(folder, trial);
  const found = await stat(file).catch(() => undefined);
  if (!found || found.size > MOST_LEASE_BYTES) return true;
  if (now - found.mtimeMs > LEASE_MS) return true;
  try {
    const { host, pid } = JSON.parse(await readFile(file, 'utf8')) as Partial<Lease>;
    return host === hostname() && typeof pid === 'number' && !isAlive(pid);
  } catch {
    return false; // it is being written
  }
}
