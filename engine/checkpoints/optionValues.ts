// Readers of single options with their types: an error names the option, the value found and the value expected.

import { quoted } from '../files/fileBytes.js';
import { invalidModel } from '../tensors/invalidModel.js';
import type { PythonValue } from './pythonLiteral.js';
import type { TrainOptions } from './trainOptions.js';

export interface OptionSource {
  readonly options: TrainOptions;
  /** The file, for messages. */
  readonly where: string;
}

/** Value of an option; undefined when it is absent, None or empty: all three mean "not said". */
export function optionValue({ options }: OptionSource, key: string): PythonValue | undefined {
  const value = options.get(key);
  return value === null || value === '' ? undefined : value;
}

export function wrongOption({ options, where }: OptionSource, key: string, expected: string): Error {
  return invalidModel(
    where,
    `option ${key} is ${quoted(JSON.stringify(options.get(key)))}; expected ${expected}`,
  );
}

export function optionOneOf<T extends string>(
  source: OptionSource,
  key: string,
  values: readonly T[],
): T | undefined {
  const value = optionValue(source, key);
  if (value === undefined) return undefined;
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw wrongOption(source, key, values.join(', '));
  return found;
}

export function optionCount(
  source: OptionSource,
  key: string,
  least: number,
  most: number,
): number | undefined {
  const value = optionValue(source, key);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw wrongOption(source, key, `a whole number from ${least} to ${most}`);
  return value;
}

export function optionFlag(source: OptionSource, key: string): boolean | undefined {
  const value = optionValue(source, key);
  if (value !== undefined && typeof value !== 'boolean') throw wrongOption(source, key, 'True or False');
  return value;
}

/** A list of words; one word stands for a list of one, and commas inside a word separate words. */
export function optionWords(source: OptionSource, key: string): readonly string[] {
  const value = optionValue(source, key);
  if (value === undefined) return [];
  const list = typeof value === 'string' ? value.split(',') : value;
  if (!isList(list)) throw wrongOption(source, key, 'a list of words');
  return list.map((item) => {
    if (typeof item !== 'string' && typeof item !== 'number')
      throw wrongOption(source, key, 'a list of words');
    return String(item).trim();
  });
}

/** Exactly `length` numbers from 0 to `most`. */
export function optionNumbers(
  source: OptionSource,
  key: string,
  length: number,
  most: number,
): readonly number[] | undefined {
  const value = optionValue(source, key);
  if (value === undefined) return undefined;
  const numbers = isList(value) ? value.filter((item) => isNumberUpTo(item, most)) : [];
  if (!isList(value) || numbers.length !== value.length || numbers.length !== length)
    throw wrongOption(source, key, `${length} numbers from 0 to ${most}`);
  return numbers;
}

/** Exactly `length` colours of three whole numbers from 0 to 255. */
export function optionColours(
  source: OptionSource,
  key: string,
  length: number,
): readonly (readonly [number, number, number])[] | undefined {
  const value = optionValue(source, key);
  if (value === undefined) return undefined;
  const expected = `${length} colours of three whole numbers from 0 to 255`;
  if (!isList(value) || value.length !== length) throw wrongOption(source, key, expected);
  return value.map((item) => {
    const [red, green, blue, ...rest] = isList(item) ? item : [];
    if (!isLevel(red) || !isLevel(green) || !isLevel(blue) || rest.length > 0)
      throw wrongOption(source, key, expected);
    return [red, green, blue];
  });
}

function isList(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value);
}

function isNumberUpTo(value: PythonValue, most: number): value is number {
  return typeof value === 'number' && value >= 0 && value <= most;
}

function isLevel(value: PythonValue | undefined): value is number {
  return value !== undefined && isNumberUpTo(value, 255) && Number.isInteger(value);
}
