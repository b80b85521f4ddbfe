// Finds the runs of a configuration file: those of its name, in the folder that it names.

import { dirname, isAbsolute, join, normalize } from 'node:path';
import { stripComments } from 'jsonc-parser';
import type { ListedRun } from '../../engine/reading/listRuns.js';

/** The name of a run whose configuration has none. */
const DEFAULT_NAME = 'deepliif';

/** The folder and the name of the runs of a configuration; undefined for one that is no JSON. */
export function placeOfRuns(
  text: string,
  file: string,
): { readonly out?: string; readonly name: string } | undefined {
  try {
    const config: unknown = JSON.parse(stripComments(text, ' '));
    if (typeof config !== 'object' || config === null || Array.isArray(config)) return undefined;
    const { out, name } = config as { readonly out?: unknown; readonly name?: unknown };
    return {
      name: typeof name === 'string' ? name : DEFAULT_NAME,
      ...(typeof out === 'string' && out !== ''
        ? { out: normalize(isAbsolute(out) ? out : join(dirname(file), out)) }
        : {}),
    };
  } catch {
    return undefined;
  }
}

/** The listed runs of a configuration: those of its name, in its folder if it has one. */
export function runsOfConfig(text: string, file: string, runs: readonly ListedRun[]): readonly ListedRun[] {
  const place = placeOfRuns(text, file);
  if (!place) return [];
  return runs.filter(
    ({ kind, folder, asked }) =>
      kind === 'run' &&
      asked.name === place.name &&
      (place.out === undefined || normalize(dirname(folder)) === place.out),
  );
}
