// Layout of rows in a plane that is worked off step by step.

import type { PrincipalComponents } from '../statistics/principalComponents.js';

/** Work on a layout. */
export interface Layout {
  /** Number of steps. */
  readonly steps: number;
  step(): void;
  /** Places after the last step: count × 2, row by row. */
  places(): Float64Array;
  /** Principal components, if they are the axes. */
  readonly components?: PrincipalComponents;
}
