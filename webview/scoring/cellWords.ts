// Class of a cell in words, and how it was decided. Pure.

import { COUNTED_POSITIVE, NOT_COUNTED } from '../../engine/postprocessing/gate.js';
import { gateReason } from '../../engine/postprocessing/gateReason.js';
import type { Thresholds } from '../../engine/postprocessing/thresholds.js';
import { t } from '../ui/l10n.js';
import type { PageCells } from '../viewer/pageCells.js';

/** Class of a cell as a word: some readers cannot distinguish the colours. */
export function classWord(cells: PageCells, cell: number): string {
  const entry = cells.gate[cell];
  const byHand = cells.corrected[cell] === 1;
  if (entry === NOT_COUNTED) return byHand ? t('excluded') : t('left out');
  const word = entry === COUNTED_POSITIVE ? t('positive') : t('negative');
  return byHand ? `${word} ✎` : word;
}

/** One sentence on how the class of a cell was decided. */
export function decisionWords(cells: PageCells, thresholds: Thresholds, cell: number): string {
  const { list, gate, corrected } = cells;
  const byThresholds = thresholdWords(cells, thresholds, cell);
  if (corrected[cell] !== 1) return byThresholds;
  const reason = gateReason(list, thresholds, cell);
  if (reason === 'too small' || reason === 'too large') return byThresholds;
  const byHand = gate[cell] === NOT_COUNTED ? t('Excluded by hand.') : t('Set by hand.');
  return t('{0} Without that: {1}', byHand, byThresholds);
}

function thresholdWords({ list }: PageCells, thresholds: Thresholds, cell: number): string {
  const area = list.areaPx[cell]!;
  switch (gateReason(list, thresholds, cell)) {
    case 'too small':
      return t('Left out: {0} px is not above the smallest size, {1} px.', area, thresholds.sizeThreshold);
    case 'too large':
      return t(
        'Left out: {0} px is not below the largest size, {1} px.',
        area,
        thresholds.sizeThresholdUpper!,
      );
    case 'implausible density':
      return t(
        'Negative: its optical density, {0}, lies outside the thresholds.',
        (list.od![cell]! / 100).toFixed(2),
      );
    case 'positive pixels':
      return t('Positive: most of its pixels are positive in the segmentation map.');
    case 'above marker threshold':
      return thresholds.markerThresholdMeansOd
        ? t('Positive: its optical density is above the marker threshold, {0}.', thresholds.markerThreshold!)
        : t(
            'Positive: its marker, {0}, is above the threshold, {1}.',
            list.marker![cell]!,
            thresholds.markerThreshold!,
          );
    case 'negative pixels':
      return t('Negative: most of its pixels are negative in the segmentation map.');
  }
}
