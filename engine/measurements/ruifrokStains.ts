// Stain preset: the vectors of Ruifrok and Johnston, which all measurements use.

import type { StainPreset } from './stainPresets.js';
import { DAB, HEMATOXYLIN } from './stains.js';

export const ruifrokStains: StainPreset = {
  id: 'ruifrok-h-dab',
  title: 'Hematoxylin and DAB (Ruifrok & Johnston)',
  detail: 'Vectors of the paper of 2001, the default.',
  hematoxylin: HEMATOXYLIN,
  dab: DAB,
};
