// What a run was asked for: its run.json, as it is, and flat for tables.

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import type { ConfigValue } from '../../webview/messages/training.js';
import { READ_WITHOUT_WAITING } from '../results/pictureSize.js';

export const RUN_FILE = 'run.json';

const MOST_BYTES = 16 * 2 ** 20;
const MOST_VALUES = 500;
const DEEPEST = 8;
const LONGEST_LIST = 12;

export type RunConfig = Readonly<Record<string, unknown>>;

/** Throws EngineError `usage` for a folder whose run.json cannot be read. */
export async function readRunConfig(folder: string): Promise<RunConfig> {
  const file = join(folder, RUN_FILE);
  try {
    const handle = await open(file, READ_WITHOUT_WAITING);
    try {
      const stat = await handle.stat();
      if (!stat.isFile() || stat.size > MOST_BYTES)
        throw new EngineError('usage', `${file} is not a file of at most ${MOST_BYTES / 2 ** 20} MB.`);
      const value: unknown = JSON.parse(await handle.readFile('utf8'));
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new EngineError('usage', `${file} holds no JSON object, as that of a run does.`);
      return value as RunConfig;
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    if (thrown instanceof SyntaxError)
      throw new EngineError('usage', `${file} is not JSON: ${thrown.message}.`);
    const { code, message } = asError(thrown) as NodeJS.ErrnoException;
    const what = code === 'ENOENT' || code === 'ENOTDIR' ? 'is not there' : `cannot be read: ${message}`;
    throw new EngineError('usage', `${file} ${what}. Choose the folder of a run.`);
  }
}

/**
 * Its numbers and words by their places: "plan.batchSize" → 1. Short lists of them are one word; architectures and
 * other long things, and what is deeper than eight levels, are left out.
 */
export function flatConfig(config: RunConfig): Readonly<Record<string, ConfigValue>> {
  const flat = new Map<string, ConfigValue>();
  const visit = (value: unknown, place: string, depth: number) => {
    if (flat.size >= MOST_VALUES) return;
    if (isValue(value)) flat.set(place, typeof value === 'string' ? value.slice(0, 400) : value);
    else if (Array.isArray(value)) {
      if (value.length <= LONGEST_LIST && value.every(isValue)) flat.set(place, value.join(', '));
    } else if (typeof value === 'object' && depth < DEEPEST)
      for (const [key, inner] of Object.entries(value))
        visit(inner, place === '' ? key : `${place}.${key}`, depth + 1);
  };
  visit(config, '', 0);
  flat.delete('schemaVersion');
  return Object.fromEntries(flat);
}

function isValue(value: unknown): value is ConfigValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
