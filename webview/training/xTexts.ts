// How the shared axis of the charts is written, by what it counts.

import { clockText, countText, durationText, tickText } from '../charts/numberText.js';
import type { XAxisKind } from './trainingView.js';

export const X_TITLES: Readonly<Record<XAxisKind, string>> = {
  step: 'Step',
  epoch: 'Epoch',
  relative: 'Time since start',
  wall: 'Clock',
};

export function xTickText(kind: XAxisKind): (value: number, step: number) => string {
  if (kind === 'relative') return (value) => (value === 0 ? '0' : durationText(value));
  return kind === 'wall' ? clockText : tickText;
}

export function xFullText(kind: XAxisKind): (value: number) => string {
  switch (kind) {
    case 'step':
      return (value) => `Step ${countText(value)}`;
    case 'epoch':
      return (value) => `Epoch ${Number(value.toFixed(3))}`;
    case 'relative':
      return (value) => `${durationText(value)} after start`;
    case 'wall':
      return (value) => `${clockText(value, 86_400_000)} ${clockText(value, 1000)}`;
  }
}
