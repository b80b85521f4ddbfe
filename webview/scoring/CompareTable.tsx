// Table of the scores of all panes side by side. It follows the sliders and the corrections of every pane.

import './compare.css';
import { percentText } from '../../engine/protocol/scoring.js';
import type { Pane } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import { comparedScores, type ComparedScore } from './comparedScores.js';
import type { MapScores } from './mapScores.js';

export interface CompareTableProps {
  readonly panes: readonly Pane[];
  readonly scoresOf: (pane: string, map: string) => MapScores | undefined;
}

export function CompareTable({ panes, scoresOf }: CompareTableProps) {
  const rows = comparedScores(panes, scoresOf);
  if (rows.length === 0) return null;
  return (
    <details class="compared" open>
      <summary>{t('Scores side by side')}</summary>
      <div class="compared-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('Result')}</th>
              {COLUMNS.map(({ id, title, isNumber, hint }) => (
                <th key={id} scope="col" class={isNumber ? 'number' : ''} title={hint}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.title}
                  {row.isCorrected && <small> {t('corrected by hand')}</small>}
                  {row.isUnsaved && <small> {t('not saved')}</small>}
                </th>
                {COLUMNS.map(({ id, isNumber, textOf }) => (
                  <td key={id} data-compared={id} class={isNumber ? 'number' : ''}>
                    {textOf(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const COLUMNS: readonly {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly isNumber: boolean;
  readonly textOf: (row: ComparedScore) => string;
}[] = [
  { id: 'total', title: t('Cells'), isNumber: true, textOf: ({ scoring }) => String(scoring.num_total) },
  { id: 'positive', title: t('Positive'), isNumber: true, textOf: ({ scoring }) => String(scoring.num_pos) },
  { id: 'negative', title: t('Negative'), isNumber: true, textOf: ({ scoring }) => String(scoring.num_neg) },
  {
    id: 'percent',
    title: t('Percent positive'),
    isNumber: true,
    textOf: ({ scoring }) => `${percentText(scoring)} %`,
  },
  { id: 'interval', title: t('95 % interval'), isNumber: true, textOf: ({ interval }) => interval },
  {
    id: 'difference',
    title: t('Difference'),
    hint: t('Percentage points more or less than the first result'),
    isNumber: true,
    textOf: ({ difference }) => difference,
  },
  { id: 'thresholds', title: t('Thresholds'), isNumber: false, textOf: ({ thresholds }) => thresholds },
  { id: 'model', title: t('Model'), isNumber: false, textOf: ({ model }) => model },
  {
    id: 'magnification',
    title: t('Magnification'),
    isNumber: false,
    textOf: ({ magnification }) => magnification,
  },
];
