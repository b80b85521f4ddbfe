// Scores of one map as a table: by thresholds and, beside them, with the classes that a person set. The result panel and
// outputs of notebooks show it.

import './scoring.css';
import { percentIntervalText } from '../../engine/measurements/percentInterval.js';
import { percentText, type Scoring } from '../../engine/protocol/scoring.js';
import { t } from '../ui/l10n.js';
import type { MapScores } from './mapScores.js';

type ShownScores = Pick<MapScores, 'scoring' | 'correctedScoring' | 'correctedCount'>;

export function ScoreTable({ scores }: { readonly scores: ShownScores }) {
  const { correctedCount } = scores;
  return (
    <table class="scores">
      <thead>
        <tr>
          <td />
          <th scope="col">{t('By thresholds')}</th>
          {correctedCount > 0 && <th scope="col">{t('With corrections')}</th>}
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ id, title, textOf }) => (
          <tr key={id}>
            <th scope="row">{title}</th>
            <td data-score={id}>{textOf(scores.scoring)}</td>
            {correctedCount > 0 && <td data-corrected={id}>{textOf(scores.correctedScoring)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const ROWS: readonly {
  /** Name by which tests find the value. */
  readonly id: string;
  readonly title: string;
  readonly textOf: (scoring: Scoring) => string;
}[] = [
  { id: 'total', title: t('Cells'), textOf: ({ num_total }) => String(num_total) },
  { id: 'positive', title: t('Positive'), textOf: ({ num_pos }) => String(num_pos) },
  { id: 'negative', title: t('Negative'), textOf: ({ num_neg }) => String(num_neg) },
  {
    id: 'percent',
    title: t('Percent positive'),
    textOf: (scoring) => `${percentText(scoring)} %`,
  },
  {
    id: 'interval',
    title: t('95 % interval'),
    textOf: ({ num_pos, num_total }) => percentIntervalText(num_pos, num_total),
  },
];
