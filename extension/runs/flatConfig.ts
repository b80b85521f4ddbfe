// The configuration of a run, flat for tables.

import type { ConfigValue } from '../../webview/messages/training.js';

const MOST_VALUES = 500;
const MOST_LEVELS = 8;
const LONGEST_LIST = 12;
const LONGEST_LETTERS = 400;

/**
 * Numbers and texts by their places: "plan.batchSize" → 1. A short list of them is one text; architectures and other
 * long lists, and what is deeper than eight levels, are left out.
 */
export function flatConfig(config: Readonly<Record<string, unknown>>): Readonly<Record<string, ConfigValue>> {
  const flat = new Map<string, ConfigValue>();
  const visit = (value: unknown, place: string, depth: number) => {
    if (flat.size >= MOST_VALUES) return;
    if (isValue(value)) flat.set(place, typeof value === 'string' ? value.slice(0, LONGEST_LETTERS) : value);
    else if (Array.isArray(value)) {
      if (value.length <= LONGEST_LIST && value.every(isValue)) flat.set(place, value.join(', '));
    } else if (typeof value === 'object' && depth < MOST_LEVELS)
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
