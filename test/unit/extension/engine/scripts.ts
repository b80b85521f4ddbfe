// Paths of the compiled engines of these tests, a log, and a check that a process runs.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EngineLog } from '../../../../extension/engine/process.js';

export const testEngine = script('./testEngine.js');
export const oldEngine = script('./oldEngine.js');
export const crashingEngine = script('./crashingEngine.js');
export const window = script('./window.js');
export const realEngine = script('../../../../engine/main.js');

function script(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** A log that a test can read. */
export function testLog(): EngineLog & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, info: (line) => lines.push(`info: ${line}`), warn: (line) => lines.push(`warn: ${line}`) };
}

/** True if the process runs; a zombie, which has ended but was not collected by its parent, does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
