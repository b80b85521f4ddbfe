// Texts and sums of a report for the page.

import type { DataReport, Split } from '../../engine/protocol/dataCheck.js';
import { t } from '../ui/l10n.js';

/** Statement of what the folder was taken for. */
export function layoutText({ layout, panels }: Pick<DataReport, 'layout' | 'panels'>): string {
  const names = panels.join(', ');
  switch (layout) {
    case 'rows':
      return t('Each sample is one image of {0} square tiles side by side: {1}.', panels.length, names);
    case 'folders':
      return t('Each sample has a file of the same name in {0} folders: {1}.', panels.length, names);
    case 'names':
      return t('Each sample has {0} files whose names differ by the panel: {1}.', panels.length, names);
  }
}

export interface Balance {
  readonly positiveCells: number;
  readonly negativeCells: number;
  /** Shares of all cells, and of all pixels. */
  readonly positiveShare: number;
  readonly positivePixelShare: number;
}

/** Sums over the samples of a split; undefined without a segmentation. */
export function balanceOf({ samples }: Pick<DataReport, 'samples'>, split: Split): Balance | undefined {
  const balances = samples.filter((one) => one.split === split).flatMap(({ balance }) => balance ?? []);
  if (balances.length === 0) return undefined;
  const sum = (key: keyof (typeof balances)[number]) => balances.reduce((total, one) => total + one[key], 0);
  const [positiveCells, negativeCells] = [sum('positiveCells'), sum('negativeCells')];
  return {
    positiveCells,
    negativeCells,
    positiveShare: positiveCells / Math.max(1, positiveCells + negativeCells),
    positivePixelShare: sum('positivePixels') / sum('pixels'),
  };
}

/** "512 × 512 px", or the range of different sizes. */
export function sizeText({ samples }: Pick<DataReport, 'samples'>, split: Split): string {
  const own = samples.filter((one) => one.split === split);
  const sizes = [...new Set(own.map(({ width, height }) => `${width} × ${height}`))];
  if (sizes.length === 0) return '';
  return sizes.length === 1 ? t('{0} px', sizes[0]!) : t('{0} sizes', sizes.length);
}

export function percentText(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Samples from which the next step offers to hold some out. */
const FEWEST_TO_SPLIT = 5;

export function validationText(train: number): string {
  return train < FEWEST_TO_SPLIT
    ? t(
        'There is no folder "val": the training validates on training samples, which says nothing about other images.',
      )
    : t('There is no folder "val": "Create Training…" offers to hold some samples out for validation.');
}
