// Stain presets of plug-ins: data, so no code runs.
//
// `hematoxylin` and `dab` are the optical densities of each stain in red, green and blue, of any length: [0.65, 0.7, 0.29].
// `residual` is the direction of everything else; without it, it is perpendicular to both.

import { independence } from '../../measurements/stains.js';
import { stainPresets } from '../../measurements/stainPresets.js';
import { nameOf, pluginFault } from './contributed.js';
import type { Contributed } from '../usedPlugins.js';

/** Below this volume small errors of a picture become large amounts of stain. */
const LEAST_INDEPENDENCE = 0.02;

/**
 * Adds a preset of a plug-in to the table; returns a function that takes it out again.
 *
 * @throws EngineError `plugin-failed` for vectors that cannot be told apart
 */
export function addStainPreset({ plugin, contribution }: Contributed<'stainPresets'>): () => void {
  const { id, title, detail = title, hematoxylin, dab, residual } = contribution;
  if (!(independence({ hematoxylin, dab, residual }) >= LEAST_INDEPENDENCE))
    throw pluginFault(
      'stainPresets',
      { plugin, contribution },
      'has vectors that cannot be told apart: they point in the same direction, or one is zero',
    );
  return stainPresets.add({
    ...{ id, title, detail, hematoxylin, dab, plugin: nameOf(plugin) },
    ...(residual ? { residual } : {}),
  });
}
