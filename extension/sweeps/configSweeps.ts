// Finds the sweeps of a configuration file: those of its name, in the folder that it names.

import { dirname, normalize } from 'node:path';
import type { ListedSweep } from '../../engine/reading/glanceSweep.js';
import { placeOfRuns } from '../runs/configRuns.js';

/** Listed sweeps of a configuration: those of its name, in its folder if it names one. */
export function sweepsOfConfig(
  text: string,
  file: string,
  sweeps: readonly ListedSweep[],
): readonly ListedSweep[] {
  const place = placeOfRuns(text, file);
  if (!place) return [];
  return sweeps.filter(
    ({ title, folder }) =>
      title === place.name && (place.out === undefined || normalize(dirname(folder)) === place.out),
  );
}
