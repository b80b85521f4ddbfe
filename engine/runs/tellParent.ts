// Message of a process that was started detached to the one that started it.

import type { BeginningMessage } from './startProcess.js';

/** Sends the message, unless the parent has exited or has one already. */
export async function tellParent(message: BeginningMessage): Promise<void> {
  if (!process.connected) return;
  await new Promise((resolve) => process.send!(message, resolve));
  if (process.connected) process.disconnect();
}
