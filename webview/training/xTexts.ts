// Texts of the axis that all charts share: its title, its marks, a place on it.

import { clockText, countText, durationText, tickText } from '../charts/numberText.js';
import { t } from '../ui/l10n.js';
import type { XAxisKind } from './trainingView.js';

export const X_TITLES: Readonly<Record<XAxisKind, string>> = {
  step: t('Step'),
  epoch: t('Epoch'),
  relative: t('Time since start'),
  wall: t('Clock'),
};

export function xTickText(kind: XAxisKind): (value: number, step: number) => string {
  if (kind === 'relative') return (value) => (value === 0 ? '0' : durationText(value));
  return kind === 'wall' ? clockText : tickText;
}

export function xFullText(kind: XAxisKind): (value: number) => string {
  switch (kind) {
    case 'step':
      return (value) => t('Step {0}', countText(value));
    case 'epoch':
      return (value) => t('Epoch {0}', Number(value.toFixed(3)));
    case 'relative':
      return (value) => t('{0} after start', durationText(value));
    case 'wall':
      return (value) => `${clockText(value, 86_400_000)} ${clockText(value, 1000)}`;
  }
}
