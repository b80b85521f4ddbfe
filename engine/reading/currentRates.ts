// Reads the present learning rates of a run from the end of its events, since one of the two may be changed alone.

import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { readRunEvent } from '../runlog/runShapes.js';
import { bytesAt, openIfThere } from './followFile.js';
import { LAST_STEPS_BYTES } from './limits.js';
import { EVENTS_FILE } from './runFile.js';

/** @throws EngineError `usage` for a run that has not taken a step yet */
export async function currentRates(
  dir: string,
): Promise<{ readonly generatorRate: number; readonly discriminatorRate: number }> {
  for (const line of (await lastLines(join(dir, EVENTS_FILE))).reverse()) {
    const event = eventOf(line);
    if (event?.type === 'step' || event?.type === 'rates') {
      const { generatorRate, discriminatorRate } = event;
      return { generatorRate, discriminatorRate };
    }
  }
  throw new EngineError(
    'usage',
    `${dir} has taken no step yet, so its learning rates are not known; give both: --lr-g RATE --lr-d RATE.`,
  );
}

async function lastLines(file: string): Promise<string[]> {
  const handle = await openIfThere(file);
  if (!handle) return [];
  try {
    const { size } = await handle.stat();
    const bytes = await bytesAt(
      handle,
      Math.max(0, size - LAST_STEPS_BYTES),
      Math.min(size, LAST_STEPS_BYTES),
    );
    return bytes.toString('utf8').split('\n');
  } finally {
    await handle.close();
  }
}

/** undefined for a line that is cut or no event. */
function eventOf(line: string) {
  try {
    return readRunEvent(JSON.parse(line), 'line');
  } catch {
    return undefined;
  }
}
