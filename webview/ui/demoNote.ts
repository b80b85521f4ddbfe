// Badge of a demo model in the user's language: every page that shows a score of one says the same.

import { t } from './l10n.js';

/** Translation of DEMO_NOTE of engine/protocol/demoModel.ts, which the engine says in English. */
export function demoNote(): string {
  return t('demo model: not for results');
}
