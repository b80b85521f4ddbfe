// Options that a plan holds as they are: each says in its table in which part of the plan and under which name. The
// part's shape, its type and its values come from the table, so no other place lists them.

import type { Shape } from '../protocol/shape.js';
import type { OptionSpec, OptionTable, OptionValue, OptionValues } from './optionKinds.js';
import { optionShape } from './optionValues.js';

type FieldName<O, K> = O extends { readonly keptAs: infer Name extends string } ? Name : K;

/** The options of the part `P`, by the names of its fields. */
export type KeptOptions<T extends OptionTable, P extends string> = {
  readonly [K in keyof T as T[K] extends { readonly keptIn: P } ? FieldName<T[K], K> : never]: T[K];
};

/** The part `P` of a plan as far as it holds options as they are. */
export type Kept<T extends OptionTable, P extends string> = {
  readonly [K in keyof KeptOptions<T, P>]: KeptOptions<T, P>[K] extends OptionSpec
    ? OptionValue<KeptOptions<T, P>[K]>
    : never;
};

/** The fields of a part with their checks, which have the bounds of the options. */
export function keptShapes<T extends OptionTable, const P extends string>(
  table: T,
  part: P,
): { readonly [K in keyof Kept<T, P>]: Shape<Kept<T, P>[K]> } {
  const fields = optionsOf(table, part).map(([, name, spec]) => [name, optionShape(spec)]);
  // Object.fromEntries forgets the fields' types, which are those of the table.
  return Object.fromEntries(fields) as { readonly [K in keyof Kept<T, P>]: Shape<Kept<T, P>[K]> };
}

/** The fields of a part with the values that the options have. */
export function keptValues<T extends OptionTable, const P extends string>(
  table: T,
  part: P,
  values: OptionValues<T>,
): Kept<T, P> {
  const fields = optionsOf(table, part).map(([key, name]) => [name, values[key]]);
  return Object.fromEntries(fields) as Kept<T, P>;
}

/** The fields of a part with the defaults of the options. */
export function keptDefaults<T extends OptionTable, const P extends string>(table: T, part: P): Kept<T, P> {
  const fields = optionsOf(table, part).map(([, name, spec]) => [name, spec.default]);
  return Object.fromEntries(fields) as Kept<T, P>;
}

function optionsOf(table: OptionTable, part: string): readonly (readonly [string, string, OptionSpec])[] {
  return Object.entries(table).flatMap(([key, spec]) =>
    spec.keptIn === part ? [[key, spec.keptAs ?? key, spec] as const] : [],
  );
}
