// Messages of the page that shows the check of a folder of training data: state comes down, intents go up.

import type { DataCheck } from '../../engine/protocol/dataCheck.js';
import type { Progress } from '../../engine/protocol/progress.js';
import type { PageUp } from './page.js';

export interface DataDown {
  readonly type: 'show';
  readonly state: DataState;
}

export interface DataState {
  /** True in a trusted workspace; in others nothing is checked. */
  readonly trusted: boolean;
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Progress of a check that has not ended. */
  readonly progress?: Progress;
  readonly check?: DataCheck;
  /** Reason why the folder could not be checked. */
  readonly failure?: string;
}

export type DataUp =
  | PageUp
  /** Goes on to the presets. */
  | { readonly type: 'create' }
  /** Checks the folder again. */
  | { readonly type: 'again' };
