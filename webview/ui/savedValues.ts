// Values that a page kept over a reload: they come back from outside, so each is checked; what makes no sense is dropped.

const MOST_ENTRIES = 64;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

export function within(value: unknown, low: number, high: number): number | undefined {
  return typeof value === 'number' && value >= low && value <= high ? value : undefined;
}

export function oneOfThese<T extends string>(value: unknown, words: readonly T[]): T | undefined {
  return words.find((word) => word === value);
}

export function texts<K extends string>(
  record: Readonly<Record<string, unknown>>,
  names: readonly K[],
): Readonly<Partial<Record<K, string>>> {
  const found = names.filter((name) => typeof record[name] === 'string');
  return Object.fromEntries(found.map((name) => [name, record[name]])) as Readonly<
    Partial<Record<K, string>>
  >;
}

/** Any keys, a bounded number of them. */
export function entries<T>(value: unknown, read: (value: unknown) => T | undefined): Record<string, T> {
  if (!isRecord(value)) return {};
  const all = Object.entries(value).slice(0, MOST_ENTRIES);
  return Object.fromEntries(
    all.flatMap(([key, entry]) => {
      const known = read(entry);
      return known === undefined ? [] : [[key, known]];
    }),
  );
}
