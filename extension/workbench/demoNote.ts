// Badge of a demo model in the user's language: the toast, the trees and the lists of models all say it.

import { l10n } from './l10n.js';

/** Translation of DEMO_NOTE of engine/protocol/demoModel.ts, which the engine says in English. */
export function demoNote(): string {
  return l10n.t('demo model: not for results');
}
