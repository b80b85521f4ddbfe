// Waiting for a condition, which is checked again and again, instead of waiting for a fixed time.

/* global requestAnimationFrame -- of the page */

import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 100;

/** Resolves when the page of an element has drawn what was asked of it until now. */
export function drawn(element) {
  return element.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** Messages of Playwright about a frame that VS Code has replaced between finding it and reading it. */
const REPLACED = /frame (was|got) detached|execution context was destroyed|cannot find context/i;

/** Reads from a page again if its frame is replaced meanwhile: `read` must begin at the window. */
export async function untilAttached(read, timeoutMs = 60_000) {
  for (const until = Date.now() + timeoutMs; ; await sleep(LOOK_AGAIN_MS)) {
    try {
      return await read();
    } catch (error) {
      if (!REPLACED.test(error.message) || Date.now() > until) throw error;
    }
  }
}

/** Returns the result of `check` as soon as it does not throw. @throws its last error when the time is over */
export async function eventually(check, timeoutMs = 60_000) {
  for (const until = Date.now() + timeoutMs; ; await sleep(LOOK_AGAIN_MS)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
