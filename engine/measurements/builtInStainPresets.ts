// List of the built-in stain presets, in the order in which people see them.

import { ruifrokStains } from './ruifrokStains.js';
import { stainPresets } from './stainPresets.js';

stainPresets.add(ruifrokStains);
