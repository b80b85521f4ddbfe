// List of the built-in post-processors, in the order in which people see them.

import { blackNucleiPositive } from './blackIsPositive.js';
import { classPerNucleus } from './oneClassPerNucleus.js';
import { touchingNucleiParted } from './partTouching.js';
import { postProcessors } from './postProcessors.js';

postProcessors.add(blackNucleiPositive, touchingNucleiParted, classPerNucleus);
