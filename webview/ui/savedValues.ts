// Readers of the state that a page saved. It is read from outside the page, so each value is checked; a value of the
// wrong form is dropped.

/** Bounds of a saved list or record. */
const MOST_ENTRIES = 200;
const MOST_TEXT = 1000;

export interface Span {
  readonly min: number;
  readonly max: number;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record itself, or one without entries. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

export function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

export function within(value: unknown, low: number, high: number): number | undefined {
  return typeof value === 'number' && value >= low && value <= high ? value : undefined;
}

export function oneOf<T extends string>(value: unknown, words: readonly T[]): T | undefined {
  return words.find((word) => word === value);
}

/** A text of bounded length; empty if there is none. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MOST_TEXT) : '';
}

export function textList(value: unknown, most = MOST_ENTRIES): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(0, most) : [];
}

/** Those of the named entries that are texts. */
export function namedTexts<K extends string>(
  record: Readonly<Record<string, unknown>>,
  names: readonly K[],
): Readonly<Partial<Record<K, string>>> {
  const found = names.filter((name) => typeof record[name] === 'string');
  return Object.fromEntries(found.map((name) => [name, record[name]])) as Readonly<
    Partial<Record<K, string>>
  >;
}

export function spanOf(value: unknown): Span | undefined {
  if (!isRecord(value)) return undefined;
  const min = within(value.min, -Number.MAX_VALUE, Number.MAX_VALUE);
  const max = within(value.max, -Number.MAX_VALUE, Number.MAX_VALUE);
  return min !== undefined && max !== undefined && min < max ? { min, max } : undefined;
}

/** Entries under any key that `read` accepts. */
export function entries<T>(value: unknown, read: (value: unknown) => T | undefined): Record<string, T> {
  const all = Object.entries(recordOf(value)).slice(0, MOST_ENTRIES);
  return Object.fromEntries(
    all.flatMap(([key, entry]) => {
      const known = read(entry);
      return known === undefined ? [] : [[key, known]];
    }),
  );
}
