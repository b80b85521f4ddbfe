// Axes and counts in words.

import type { StyleAxis, StyleFeature } from '../../engine/protocol/imageStyle.js';
import { t } from '../ui/l10n.js';

export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function axisNames(axes: readonly StyleAxis[]): readonly [string, string] {
  const [across, up] = axes.map(({ explained }) => percentText(explained));
  return [
    t('First component: {0} of the variance', across ?? '0 %'),
    t('Second component: {0}', up ?? '0 %'),
  ];
}

/** Sentences below the picture: features that weigh most on each axis; or that axes mean nothing. */
export function axisTexts(
  axes: readonly StyleAxis[] | undefined,
  features: readonly StyleFeature[],
  isDrawn: boolean,
): readonly string[] {
  if (!isDrawn) return [];
  if (!axes) return [t('Only neighbours have a meaning here: axes and gaps have none.')];
  return axes.map(({ strongest }, i) => {
    const words = strongest.map(({ column, weight }) => {
      const { title } = features[column]!;
      return weight < 0 ? t('less: {0}', title) : t('more: {0}', title);
    });
    return i === 0 ? t('To the right, {0}.', words.join('; ')) : t('Upwards, {0}.', words.join('; '));
  });
}

export function countText(selected: number, all: number): string {
  if (selected > 0) return t('{0} of {1} images selected', selected, all);
  return all === 1 ? t('1 image') : t('{0} images', all);
}

export function failuresText(count: number): string {
  return count === 1 ? t('1 image could not be read') : t('{0} images could not be read', count);
}
