// The door for data that others made: files in folders, messages of pages, saved state. A shape checks a value and
// returns a clean copy of what it knows, so that what is behind the door can trust its types. Written by hand, since
// a schema library takes longer to load than a panel may take to appear (decision 0011).

/** Returns the value as T, or throws ShapeError; `where` names it in the message. */
export type Shape<T> = (value: unknown, where: string) => T;

/** What is wrong with it, in words: 'files[2].file is 12, not text'. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

type Shapes = Readonly<Record<string, Shape<unknown>>>;
type Of<S> = S extends Shape<infer T> ? T : never;
type ObjectOf<R extends Shapes, O extends Shapes> = { readonly [K in keyof R]: Of<R[K]> } & {
  readonly [K in keyof O]?: Of<O[K]>;
};

export function text(mostCharacters: number): Shape<string> {
  return (value, where) => {
    if (typeof value !== 'string') throw wrong(where, value, 'text');
    if (value.length > mostCharacters)
      throw new ShapeError(`${where} has ${value.length} characters; at most ${mostCharacters} are expected`);
    return value;
  };
}

/** A finite number of the closed range. */
export function number(least: number, most: number): Shape<number> {
  return (value, where) => {
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw wrong(where, value, `a number from ${least} to ${most}`);
    return value;
  };
}

export function integer(least: number, most: number): Shape<number> {
  const inRange = number(least, most);
  return (value, where) => {
    if (!Number.isInteger(value)) throw wrong(where, value, 'a whole number');
    return inRange(value, where);
  };
}

export const flag: Shape<boolean> = (value, where) => {
  if (typeof value !== 'boolean') throw wrong(where, value, 'true or false');
  return value;
};

/** One of these words, numbers or null. */
export function oneOf<const T extends string | number | null>(...values: readonly T[]): Shape<T> {
  return (value, where) => {
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) throw wrong(where, value, `one of ${values.join(', ')}`);
    return found;
  };
}

/** The first shape that fits. */
export function either<A, B>(first: Shape<A>, second: Shape<B>): Shape<A | B> {
  return (value, where) => {
    try {
      return first(value, where);
    } catch {
      return second(value, where); // its message says what is wrong
    }
  };
}

export function list<T>(item: Shape<T>, mostItems: number): Shape<readonly T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw wrong(where, value, 'a list');
    if (value.length > mostItems)
      throw new ShapeError(`${where} has ${value.length} entries; at most ${mostItems} are expected`);
    return value.map((entry, i) => item(entry, `${where}[${i}]`));
  };
}

/** Names to values of one shape. */
export function dictionary<T>(item: Shape<T>, mostEntries: number): Shape<Readonly<Record<string, T>>> {
  return (value, where) => {
    const entries = Object.entries(plainObject(value, where));
    if (entries.length > mostEntries)
      throw new ShapeError(`${where} has ${entries.length} entries; at most ${mostEntries} are expected`);
    return Object.fromEntries(entries.map(([name, entry]) => [name, item(entry, `${where}.${name}`)]));
  };
}

/** Properties that are neither required nor optional are left out of the copy. */
export function object<R extends Shapes, O extends Shapes = Record<never, never>>(
  required: R,
  optional?: O,
): Shape<ObjectOf<R, O>> {
  return (value, where) => {
    const given = plainObject(value, where);
    const clean: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(required)) {
      if (!Object.hasOwn(given, name)) throw new ShapeError(`${where} has no "${name}"`);
      clean[name] = shape(given[name], `${where}.${name}`);
    }
    for (const [name, shape] of Object.entries(optional ?? {}))
      if (Object.hasOwn(given, name) && given[name] !== undefined)
        clean[name] = shape(given[name], `${where}.${name}`);
    return clean as ObjectOf<R, O>; // every property was made by its shape
  };
}

/** A Uint8Array, at most so long. */
export function bytes(mostBytes: number): Shape<Uint8Array> {
  return (value, where) => {
    if (!(value instanceof Uint8Array)) throw wrong(where, value, 'bytes');
    if (value.length > mostBytes)
      throw new ShapeError(`${where} has ${value.length} bytes; at most ${mostBytes} are expected`);
    return value;
  };
}

function plainObject(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(where, value, 'an object');
  return value as Readonly<Record<string, unknown>>; // each property is looked at by its shape
}

function wrong(where: string, value: unknown, expected: string): ShapeError {
  const seen =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
      ? JSON.stringify(value).slice(0, 60)
      : Array.isArray(value)
        ? 'a list'
        : `a value of type ${typeof value}`;
  return new ShapeError(`${where} is ${seen}, not ${expected}`);
}
