// A disk of half a megabyte, or as much as is asked for, on which "disk full" and "read-only" are real.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from 'mocha';

export const SMALL_DISK_BYTES = 512 * 1024;

/**
 * Runs `use` with the folder of a freshly mounted small disk, then takes it away. Where mounting is impossible (no
 * Linux, no root, a closed container) the test is skipped, and its title says why.
 */
export async function onSmallDisk(
  test: Context,
  use: (folder: string) => Promise<void>,
  bytes = SMALL_DISK_BYTES,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'deepliif-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
  try {
    if (mounted.status !== 0) {
      if (test.test) test.test.title += ' (skipped: a small disk cannot be mounted here)';
      test.skip();
    }
    await use(folder);
  } finally {
    if (mounted.status === 0) execFileSync('umount', [folder]);
    rmdirSync(folder);
  }
}

/** Makes the disk refuse all writes. */
export function makeReadOnly(folder: string): void {
  execFileSync('mount', ['-o', 'remount,ro', folder]);
}
