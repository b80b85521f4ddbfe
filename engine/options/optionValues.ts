// Check of options that come from outside, a JSON object or flags, against their table: each value is checked, unknown
// names are refused with the nearest known one, defaults are filled in, relative paths resolved.

import { resolve } from 'node:path';
import {
  list,
  matching,
  number,
  oneOf,
  refuse,
  ShapeError,
  text,
  truth,
  whole,
  type Shape,
} from '../protocol/shape.js';
import {
  MOST_ITEMS,
  type OptionSpec,
  type OptionTable,
  type OptionValue,
  type OptionValues,
} from './optionKinds.js';

/**
 * @param where names the object in messages: "a.deepliif-train.json"
 * @param folder at which relative paths start
 * @throws EngineError `usage`, naming the option, what was expected and, for unknown ones, the nearest name
 */
export function optionValues<T extends OptionTable>(
  table: T,
  given: Readonly<Record<string, unknown>>,
  where: string,
  folder: string,
): OptionValues<T> {
  const checked: Readonly<Record<string, unknown>> = givenValues(table, given, where, folder);
  const values = Object.entries(table).map(([key, spec]) => [
    key,
    Object.hasOwn(checked, key) ? checked[key] : spec.default,
  ]);
  // Object.fromEntries forgets the values' types, which are those of the table.
  return Object.fromEntries(values) as OptionValues<T>;
}

/** The options that are given, checked as `optionValues` does, without defaults for others. */
export function givenValues<T extends OptionTable>(
  table: T,
  given: Readonly<Record<string, unknown>>,
  where: string,
  folder: string,
): Readonly<Partial<OptionValues<T>>> {
  for (const key of Object.keys(given))
    if (key !== '$schema' && !Object.hasOwn(table, key)) throw unknownOption(table, key, where);
  const values = Object.entries(table).flatMap(([key, spec]) => {
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    if (value === undefined) return [];
    const checked = optionShape(spec)(value, `${where}: ${key}`);
    return [[key, spec.kind === 'path' ? resolve(folder, checked as string) : checked]];
  });
  // Object.fromEntries forgets the values' types, which are those of the table.
  return Object.fromEntries(values) as Partial<OptionValues<T>>;
}

/** The check of one option's value, as JSON has it. */
export function optionShape<O extends OptionSpec>(spec: O): Shape<OptionValue<O>> {
  // The switch knows the kind, not that O is the option of that kind.
  return shapeOf(spec) as Shape<OptionValue<O>>;
}

/** The checks of all options of a table, by their names. */
export function optionShapes<const T extends OptionTable>(
  table: T,
): { readonly [K in keyof T]: Shape<OptionValue<T[K]>> } {
  const shapes = Object.entries(table).map(([key, spec]) => [key, optionShape(spec)]);
  // Object.fromEntries forgets the fields' types, which are those of the table.
  return Object.fromEntries(shapes) as { readonly [K in keyof T]: Shape<OptionValue<T[K]>> };
}

function shapeOf(spec: OptionSpec): Shape<unknown> {
  switch (spec.kind) {
    case 'flag':
      return truth;
    case 'whole':
      return whole(spec.least, spec.most);
    case 'number':
      return spec.above ? numberAbove(spec.least, spec.most) : number(spec.least, spec.most);
    case 'choice':
      return oneOf(...spec.choices);
    case 'word':
      return matching(spec.pattern, spec.expected);
    case 'path':
      return text({ least: 1, most: 32_767 });
    case 'words': {
      const words = list(matching(spec.pattern, spec.expected), MOST_ITEMS);
      // One word is a list of one, as in a flag.
      return (value, where) => words(typeof value === 'string' ? [value] : value, where);
    }
    case 'numbers':
      return list(number(spec.least, spec.most), MOST_ITEMS);
  }
}

function numberAbove(least: number, most: number): Shape<number> {
  return (value, where) =>
    typeof value === 'number' && value > least && value <= most
      ? value
      : refuse(where, `a number above ${least}, at most ${most},`, value);
}

function unknownOption(table: OptionTable, key: string, where: string): ShapeError {
  const nearest = nearestWord(key, Object.keys(table));
  const shown = JSON.stringify(key.length > 80 ? `${key.slice(0, 80)}…` : key);
  const hint = nearest === undefined ? '' : ` Is "${nearest}" meant?`;
  return new ShapeError(`${where}: there is no option ${shown}.${hint}`);
}

/** The known word with the fewest edits, if they are few; case, hyphens and a leading "no" do not count. */
function nearestWord(word: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/^no(?=.)|[-_]/g, '');
  const candidates = known.map((name) => ({
    name,
    edits: editDistance(plain(word.slice(0, 80)), plain(name)),
  }));
  const nearest = candidates.reduce((best, next) => (next.edits < best.edits ? next : best));
  return nearest.edits <= Math.max(1, Math.floor(nearest.name.length / 3)) ? nearest.name : undefined;
}

/** Letters inserted, deleted or replaced on the way from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[to.length]!;
}
