// Waiting in tests: for a condition, by repeated checks; for an event that must not happen, while the event loop turns.

import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 10;
/** Longer than anything takes on a busy machine; mocha's own limit may end a test before. */
const PATIENCE_MS = 60_000;
const TURNS = 20;

/** Waits until `holds` is true. @param what completes "waited in vain: " */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !(await holds()); await sleep(LOOK_AGAIN_MS))
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
}

/** Lets the event loop run everything that is due already; timers and files stay pending. */
export async function whatIsDue(): Promise<void> {
  for (let i = 0; i < TURNS; i++) await turn();
}
