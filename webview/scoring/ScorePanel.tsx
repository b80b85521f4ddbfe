// Scores of one map: counts by thresholds and, beside them, with the classes that a person set; the sliders; H-score and
// Allred score. Only the Save button saves.

import './scoring.css';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import { Toolbar } from '../ui/Toolbar.js';
import { Intensity } from './Intensity.js';
import type { IntensityChoice } from './intensityChoice.js';
import type { MapScores } from './mapScores.js';
import { PluginScores } from './PluginScores.js';
import { ScoreTable } from './ScoreTable.js';
import { Thresholds } from './Thresholds.js';

export interface ScorePanelProps {
  readonly scores: MapScores;
  /** True in a trusted workspace; in others the sliders work, but nothing is saved or corrected. */
  readonly trusted: boolean;
  readonly intensity: IntensityChoice;
  readonly onIntensity: (choice: IntensityChoice) => void;
}

export function ScorePanel({ scores, trusted, intensity, onIntensity }: ScorePanelProps) {
  const { actions, cells, correctedCount, unsaved, finding, loading, problem } = scores;
  const hint = (text: string) =>
    trusted ? text : t('The workspace is not trusted: nothing can be changed.');
  const notes = [
    ...(loading ? [t('Reading the cells …')] : []),
    ...(finding ? [t('Finding the cells …')] : []),
    ...(correctedCount > 0 ? [t('{0} corrected by hand.', correctedCount)] : []),
    ...(unsaved ? [t('Not saved.')] : []),
  ];
  return (
    <section class="score-panel" aria-label={t('Scores')} aria-busy={loading || finding}>
      <ScoreTable scores={scores} />
      <PluginScores scores={scores.pluginScores} />
      <p class="note" role="status" aria-live="polite">
        {notes.join(' ')}
      </p>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <Toolbar label={t('Scoring')} class="actions">
        <Button
          label={t('Save')}
          hint={hint(t('Score the result with these thresholds and save them'))}
          primary
          disabled={!trusted || !unsaved || problem !== undefined}
          onClick={actions.save}
        />
        <Button
          label={t('Reset')}
          hint={t('Back to the stored thresholds')}
          disabled={!unsaved}
          onClick={actions.reset}
        />
        <Button
          icon="discard"
          label={t('Undo')}
          hint={t('Undo (Ctrl+Z)')}
          disabled={!trusted || !scores.canUndo}
          onClick={actions.undo}
        />
        <Button
          icon="redo"
          label={t('Redo')}
          hint={t('Redo (Ctrl+Shift+Z)')}
          disabled={!trusted || !scores.canRedo}
          onClick={actions.redo}
        />
      </Toolbar>
      <Thresholds scores={scores} trusted={trusted} />
      {cells && <Intensity cells={cells} choice={intensity} onChoice={onIntensity} />}
    </section>
  );
}
