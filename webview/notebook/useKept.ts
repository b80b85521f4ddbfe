// State of an output that outlives its drawing: an output that is scrolled out of sight is taken down, and its thresholds,
// zoom and open parts are as they were when it comes back.

import { useState } from 'preact/hooks';

const kept = new Map<string, Map<string, unknown>>();

/** State as useState has it. `id`: the output; `name`: the value, whose type stays the same. */
export function useKept<T>(
  id: string,
  name: string,
  first: T,
): readonly [T, (next: T | ((last: T) => T)) => void] {
  const own = ownOf(id);
  // Only this function writes the value of this name.
  const [value, setValue] = useState<T>(() => (own.has(name) ? (own.get(name) as T) : first));
  const set = (next: T | ((last: T) => T)) =>
    setValue((last) => {
      const value = typeof next === 'function' ? (next as (last: T) => T)(last) : next;
      own.set(name, value);
      return value;
    });
  return [value, set];
}

function ownOf(id: string): Map<string, unknown> {
  const own = kept.get(id) ?? new Map<string, unknown>();
  kept.set(id, own);
  return own;
}

/** Forgets the state of an output that is removed; undefined: of all. */
export function forgetKept(id: string | undefined): void {
  if (id === undefined) kept.clear();
  else kept.delete(id);
}
