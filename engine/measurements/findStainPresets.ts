// Stain presets by their ids, built-in ones and those of plug-ins in use.

import './builtInStainPresets.js';
import { stainPresets, type StainPreset } from './stainPresets.js';

export const DEFAULT_STAINS = 'ruifrok-h-dab';

/** @throws EngineError `usage` with the ids that there are */
export function stainPresetNamed(id: string): StainPreset {
  return stainPresets.named(id);
}

/** All presets, in the order in which listings show them. */
export function listStainPresets(): readonly StainPreset[] {
  return stainPresets.rows();
}
