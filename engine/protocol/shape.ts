// Checks of values from outside: small ones combine into those of whole messages and files. Each returns a typed copy
// of the value with the known fields only, or throws and names the place. They are written by hand, because the
// extension checks messages of panels with them, and a schema library loads longer than a panel may take (decision 0011).

import { EngineError } from './errors.js';

/** `where`: "picture/tile: address.level". Throws ShapeError. */
export interface Shape<T> {
  (value: unknown, where: string): T;
  /** JSON schema of the accepted values, for editors; absent for values that JSON cannot write. */
  readonly schema?: () => JsonSchema;
}

/** Schema in JSON Schema's draft 7, and VS Code's own `patternErrorMessage`. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** The check with its schema, which is made when somebody asks. */
function described<T>(check: (value: unknown, where: string) => T, schema: () => JsonSchema): Shape<T> {
  return Object.assign(check, { schema });
}

/** JSON schema of a shape; any value if it has none. */
export function schemaOf(shape: Shape<unknown>): JsonSchema {
  return shape.schema?.() ?? {};
}

type Fields = Readonly<Record<string, Shape<unknown>>>;

type ObjectOf<R extends Fields, O extends Fields> = { readonly [K in keyof R]: Shaped<R[K]> } & {
  readonly [K in keyof O]?: Shaped<O[K]>;
};

/** A value has another form than expected; the message says where. */
export class ShapeError extends EngineError {
  override readonly name = 'ShapeError';

  constructor(message: string) {
    super('usage', message);
  }
}

export function refuse(where: string, expected: string, value: unknown): never {
  throw new ShapeError(`${where}: ${expected} expected, not ${shown(value)}.`);
}

/** A string of bounded length without the NUL that ends strings elsewhere. */
export function text({ least = 0, most }: { readonly least?: number; readonly most: number }): Shape<string> {
  return described(
    (value, where) =>
      typeof value === 'string' && value.length >= least && value.length <= most && !value.includes('\0')
        ? value
        : refuse(where, `a text of ${least} to ${most} characters`, value),
    () => ({ type: 'string', ...(least > 0 ? { minLength: least } : {}), maxLength: most }),
  );
}

export function matching(pattern: RegExp, expected: string): Shape<string> {
  return described(
    (value, where) =>
      typeof value === 'string' && pattern.test(value) ? value : refuse(where, expected, value),
    () => ({
      type: 'string',
      pattern: pattern.source,
      patternErrorMessage: `${expected[0]!.toUpperCase()}${expected.slice(1)} is expected.`,
    }),
  );
}

export function number(least: number, most: number): Shape<number> {
  return described(
    (value, where) =>
      typeof value === 'number' && value >= least && value <= most
        ? value
        : refuse(where, `a number from ${least} to ${most}`, value),
    () => ({ type: 'number', minimum: least, maximum: most }),
  );
}

/** Any number that JSON can write. */
export const finite = number(-Number.MAX_VALUE, Number.MAX_VALUE);

export function whole(least: number, most = Number.MAX_SAFE_INTEGER): Shape<number> {
  return described(
    (value, where) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
        ? value
        : refuse(where, `a whole number from ${least} to ${most}`, value),
    () => ({ type: 'integer', minimum: least, maximum: most }),
  );
}

export const truth: Shape<boolean> = described(
  (value, where) => (typeof value === 'boolean' ? value : refuse(where, 'true or false', value)),
  () => ({ type: 'boolean' }),
);

export function oneOf<const T extends string | number | boolean | null>(...words: readonly T[]): Shape<T> {
  return described(
    (value, where) => {
      const word = words.find((known) => known === value);
      return word === undefined
        ? refuse(where, words.map((known) => JSON.stringify(known)).join(' or '), value)
        : word;
    },
    () => ({ enum: words }),
  );
}

/** First shape that accepts the value; if none does, the last one says what it expected. */
export function either<A, B>(first: Shape<A>, last: Shape<B>): Shape<A | B> {
  return described(
    (value, where) => {
      try {
        return first(value, where);
      } catch {
        return last(value, where);
      }
    },
    () => ({ anyOf: [schemaOf(first), schemaOf(last)] }),
  );
}

export function list<T>(item: Shape<T>, most: number): Shape<readonly T[]> {
  return described(
    (value, where) => {
      if (!Array.isArray(value) || value.length > most)
        return refuse(where, `a list of at most ${most}`, value);
      return value.map((element: unknown, i) => item(element, `${where}[${i}]`));
    },
    () => ({ type: 'array', maxItems: most, items: schemaOf(item) }),
  );
}

/** A list with one value for each of the shapes, in their order. */
export function tuple<const S extends readonly Shape<unknown>[]>(
  ...shapes: S
): Shape<{ readonly [I in keyof S]: Shaped<S[I]> }> {
  return described(
    (value, where) => {
      if (!Array.isArray(value) || value.length !== shapes.length)
        return refuse(where, `a list of ${shapes.length}`, value);
      // The type of map's result does not keep the length.
      return shapes.map((shape, i) => shape(value[i], `${where}[${i}]`)) as {
        readonly [I in keyof S]: Shaped<S[I]>;
      };
    },
    () => ({
      type: 'array',
      minItems: shapes.length,
      maxItems: shapes.length,
      items: shapes.map(schemaOf),
    }),
  );
}

/** An object with any keys, at most `most` of them. */
export function dictionary<T>(item: Shape<T>, most: number): Shape<Readonly<Record<string, T>>> {
  return described(
    (value, where) => {
      const entries = Object.entries(plainObject(value, where));
      if (entries.length > most) return refuse(where, `at most ${most} entries`, value);
      return Object.fromEntries(entries.map(([key, element]) => [key, item(element, `${where}.${key}`)]));
    },
    () => ({ type: 'object', maxProperties: most, additionalProperties: schemaOf(item) }),
  );
}

/** Required and optional fields. Others are refused: both ends have the same version, so an unknown field is a mistake. */
export function message<R extends Fields, O extends Fields = Record<never, never>>(
  required: R,
  optional?: O,
): Shape<ObjectOf<R, O>> {
  const fields = stored(required, optional);
  return described(
    (value, where) => {
      const unknown = Object.keys(plainObject(value, where)).find(
        (key) => !Object.hasOwn(required, key) && !Object.hasOwn(optional ?? {}, key),
      );
      if (unknown !== undefined) throw new ShapeError(`${where}: there is no field ${shown(unknown)}.`);
      return fields(value, where);
    },
    () => ({ ...schemaOf(fields), additionalProperties: false }),
  );
}

/** Required and optional fields; others are dropped: the file may come from a later version. */
export function stored<R extends Fields, O extends Fields = Record<never, never>>(
  required: R,
  optional?: O,
): Shape<ObjectOf<R, O>> {
  const check = (value: unknown, where: string) => {
    const object = plainObject(value, where);
    const fieldOf = (key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);
    const fields = Object.entries(required).map(([key, shape]) => [
      key,
      shape(fieldOf(key), `${where}.${key}`),
    ]);
    for (const [key, shape] of Object.entries(optional ?? {}))
      if (fieldOf(key) !== undefined) fields.push([key, shape(fieldOf(key), `${where}.${key}`)]);
    // The type of Object.fromEntries does not keep the fields' types, which are those of the shapes.
    return Object.fromEntries(fields) as ObjectOf<R, O>;
  };
  return described(check, () => ({
    type: 'object',
    required: Object.keys(required),
    properties: Object.fromEntries(
      Object.entries({ ...required, ...optional }).map(([key, shape]) => [key, schemaOf(shape)]),
    ),
  }));
}

/** One object of several kinds: the word in the field `tag`, and the fields that go with it. */
type Variant<T extends string, V extends Readonly<Record<string, Fields>>> = {
  [N in keyof V & string]: Readonly<Record<T, N>> & { readonly [K in keyof V[N]]: Shaped<V[N][K]> };
}[keyof V & string];

/** Objects of several kinds, told apart by the word in the field `tag`; unknown fields are dropped. */
export function variants<const T extends string, V extends Readonly<Record<string, Fields>>>(
  tag: T,
  kinds: V,
): Shape<Variant<T, V>> {
  const word = oneOf(...Object.keys(kinds));
  return (value, where) => {
    const object = plainObject(value, where);
    const kind = word(Object.hasOwn(object, tag) ? object[tag] : undefined, `${where}.${tag}`);
    // The fields are those of the kind, by the table above.
    return { [tag]: kind, ...stored(kinds[kind]!)(value, where) } as Variant<T, V>;
  };
}

export function bytes(most: number): Shape<Uint8Array> {
  return (value, where) =>
    value instanceof Uint8Array && value.length <= most
      ? value
      : refuse(where, `at most ${most} bytes`, value);
}

export function float64(most: number): Shape<Float64Array> {
  return (value, where) =>
    value instanceof Float64Array && value.length <= most
      ? value
      : refuse(where, `at most ${most} numbers of 64 bits`, value);
}

function plainObject(value: unknown, where: string): Readonly<Record<string, unknown>> {
  const isPlain = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isPlain ? (value as Readonly<Record<string, unknown>>) : refuse(where, 'an object', value);
}

/** The value as a message quotes it, shortened if it is long. */
function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' || typeof value === 'symbol' ? `a ${typeof value}` : String(value);
}
