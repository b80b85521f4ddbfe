// Lock of an Optuna journal: a file beside it that only one writer can make. Optuna's writers respect it and we respect
// theirs. It names its owner, so that the lock of a process that died on this machine is free at once.

import { randomUUID } from 'node:crypto';
import { link, lstat, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from '../files/writeBeside.js';
import { unwritable } from '../files/unwritable.js';

/** After so long without a change a lock is taken from an owner whom we cannot ask, as Optuna does. */
const GRACE_MS = 30_000;
const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 50;

/**
 * Runs `work` while no other writer writes to the journal.
 *
 * @throws EngineError `output-unwritable` if the folder does not take the lock
 */
export async function withJournalLock<T>(journal: string, work: () => Promise<T>): Promise<T> {
  const lock = `${journal}.lock`;
  const owner = JSON.stringify({ host: hostname(), pid: process.pid, id: randomUUID() });
  await acquire(lock, owner);
  try {
    return await work();
  } finally {
    await release(lock, owner);
  }
}

async function acquire(lock: string, owner: string): Promise<void> {
  let pauseMs = FIRST_WAIT_MS;
  let seen = { changedMs: NaN, sinceMs: performance.now() };
  while (!(await make(lock, owner))) {
    const changedMs = await stat(lock).then(
      ({ mtimeMs }) => mtimeMs,
      () => NaN,
    );
    if (changedMs !== seen.changedMs) seen = { changedMs, sinceMs: performance.now() };
    const holder = await readFile(lock, 'utf8').catch(() => '');
    if (hasDied(holder) || performance.now() - seen.sinceMs > GRACE_MS) await takeAway(lock, holder);
    else await wait(pauseMs * (0.5 + Math.random()));
    pauseMs = Math.min(2 * pauseMs, LONGEST_WAIT_MS);
  }
}

/** Makes the lock with its content in one step; false if there is one. */
async function make(lock: string, owner: string): Promise<boolean> {
  const draft = `${lock}.${randomUUID()}`;
  try {
    await writeFile(draft, owner, { flag: 'wx' });
    return await link(draft, lock).then(
      () => true,
      async (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(error.code ?? '')) throw error;
        return makeWithoutLinks(lock, owner);
      },
    );
  } catch (error) {
    throw unwritable(lock, error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** For file systems without hard links. */
async function makeWithoutLinks(lock: string, owner: string): Promise<boolean> {
  const handle = await open(lock, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) return false;
  await handle.writeFile(owner);
  await handle.close();
  return true;
}

/** True if the lock's text names a process of this machine that is gone. */
function hasDied(holder: string): boolean {
  let owner: { readonly host?: unknown; readonly pid?: unknown };
  try {
    owner = JSON.parse(holder) as typeof owner;
  } catch {
    return false; // Optuna's lock is a link to the journal
  }
  if (owner.host !== hostname() || typeof owner.pid !== 'number') return false;
  return !isAlive(owner.pid);
}

/** Removes the lock of a dead owner. If another one has taken it meanwhile, that one gets it back. */
async function takeAway(lock: string, holder: string): Promise<void> {
  const aside = `${lock}.${randomUUID()}.rename`;
  try {
    await rename(lock, aside);
  } catch {
    return; // another waiter was faster
  }
  const isLink = (await lstat(aside)).isSymbolicLink();
  const taken = isLink ? holder : await readFile(aside, 'utf8').catch(() => holder);
  if (taken !== holder) await link(aside, lock).catch(() => undefined);
  await rm(aside, { force: true });
}

async function release(lock: string, owner: string): Promise<void> {
  if ((await readFile(lock, 'utf8').catch(() => '')) !== owner) return; // it was taken from us
  await rm(lock, { force: true });
}
