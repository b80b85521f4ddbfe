// The learning rates that a run has now, from the end of its events: only one of them may be changed.

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { EVENTS_FILE } from './readRunFile.js';
import { EngineError } from '../protocol/errors.js';
import { readRunEvent } from '../runlog/runShapes.js';

/** A step's line has a few kilobytes at most. */
const END_BYTES = 1024 * 1024;

/** @throws EngineError `usage` for a run that has not taken a step yet */
export async function currentRates(
  dir: string,
): Promise<{ readonly generatorRate: number; readonly discriminatorRate: number }> {
  for (const line of (await endOf(join(dir, EVENTS_FILE))).split('\n').reverse()) {
    const event = parsed(line);
    if (event?.type === 'step' || event?.type === 'rates') {
      const { generatorRate, discriminatorRate } = event;
      return { generatorRate, discriminatorRate };
    }
  }
  throw new EngineError(
    'usage',
    `${dir} has taken no step yet, so its learning rates are not known; say both: --lr-g RATE --lr-d RATE.`,
  );
}

/** A line that is cut or no event says nothing. */
function parsed(line: string) {
  try {
    return readRunEvent(JSON.parse(line), 'line');
  } catch {
    return undefined;
  }
}

async function endOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, END_BYTES));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
