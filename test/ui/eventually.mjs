// Waits by looking again: what a user would do who is told "in a moment".

import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 100;

/** What `check` returns as soon as it does not throw; what it threw last when the time is over. */
export async function eventually(check, timeoutMs = 60_000) {
  for (const until = Date.now() + timeoutMs; ; await sleep(LOOK_AGAIN_MS)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
