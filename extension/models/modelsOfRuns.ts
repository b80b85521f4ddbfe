// Models in the folders of runs: `<run>/model`, which a run writes at its end, and `<run>/models/<checkpoint>`, which are
// made on demand.

import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const RUN_FILE = 'run.json';
const MANIFEST_FILE = 'manifest.json';
const OF_THE_END = 'model';
const ON_DEMAND = 'models';

/** Folders in which the engine finds the models of these runs, the newest run first: names begin with the time. */
export function foldersWithModels(runs: readonly string[]): readonly string[] {
  return [...runs].sort(byNameDescending).flatMap((run) => {
    const atTheEnd = join(run, OF_THE_END);
    const onDemand = join(run, ON_DEMAND);
    return [
      ...(existsSync(join(atTheEnd, MANIFEST_FILE)) ? [atTheEnd] : []),
      ...(existsSync(onDemand) ? [onDemand] : []),
    ];
  });
}

/** Name of the run in which a model folder lies; undefined for a folder elsewhere. */
export function runOfModel(folder: string): string | undefined {
  const above = dirname(folder);
  if (basename(folder) === OF_THE_END && isRun(above)) return basename(above);
  return basename(above) === ON_DEMAND && isRun(dirname(above)) ? basename(dirname(above)) : undefined;
}

function isRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILE));
}

function byNameDescending(a: string, b: string): number {
  return basename(a) < basename(b) ? 1 : -1;
}
