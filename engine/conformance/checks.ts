// Table of checks that plug-ins are tested with. A check is a row: a sentence that holds for a good plug-in, a function that
// finds where it does not, and what to do then.

import { openTable, type Row } from '../tables/openTable.js';
import type { TestedPlugin } from './testedPlugin.js';

/** Faults as parts of sentences: 'Solidity: gave 59 numbers for 60 cells'. undefined: the plug-in has nothing to check here. */
export type Faults = readonly string[] | undefined;

/** `title` of the row is the sentence that holds: "Answers for an image without cells". */
export interface Check extends Row {
  /** Heading above the check: "package.json", "measurement". */
  readonly group: string;
  /** What the author should do if it fails. */
  readonly advice: string;
  find(tested: TestedPlugin): Faults | Promise<Faults>;
}

/** All checks, in the order in which they run. Rows are added by `builtInChecks`. */
export const checks = openTable<Check>('check');

/** A fault for each of the values that has one; undefined if there are no values. */
export function faultsOf<T>(values: readonly T[], faultOf: (value: T) => string | undefined): Faults {
  if (values.length === 0) return undefined;
  return values.flatMap((value) => faultOf(value) ?? []);
}

/** The same for checks that wait. Values are looked at one after the other. */
export async function faultsOfEach<T>(
  values: readonly T[],
  faultOf: (value: T) => Promise<string | undefined>,
): Promise<Faults> {
  if (values.length === 0) return undefined;
  const faults: string[] = [];
  for (const value of values) {
    const fault = await faultOf(value);
    if (fault !== undefined) faults.push(fault);
  }
  return faults;
}
