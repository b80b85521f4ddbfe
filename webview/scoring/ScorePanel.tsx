// Scores of one map: the counts by thresholds and, beside them, with the classes that a person has set; the sliders;
// H-score and Allred score. Nothing is kept before Save.

import './scoring.css';
import { percentInterval } from '../../engine/measurements/percentInterval.js';
import { NOT_COUNTED } from '../../engine/postprocessing/gate.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import { Intensity } from './Intensity.js';
import type { MapActions, ScorePanelProps } from './props.js';
import { Thresholds } from './Thresholds.js';

export function ScorePanel({ scores, trusted, selected, intensity, onIntensity }: ScorePanelProps) {
  const { actions, cells, correctedCount, unsaved, finding, loading, problem } = scores;
  const canFlip =
    trusted && selected !== undefined && cells !== undefined && cells.gate[selected] !== NOT_COUNTED;
  const onKeyDown = (event: KeyboardEvent) => {
    if (historyKey(event, trusted, scores.actions)) event.preventDefault();
  };
  return (
    <section class="score-panel" aria-label="Scores" aria-busy={loading || finding} onKeyDown={onKeyDown}>
      <table class="scores">
        <thead>
          <tr>
            <td />
            <th scope="col">By thresholds</th>
            {correctedCount > 0 && <th scope="col">With corrections</th>}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([title, textOf]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td data-score={title}>{textOf(scores.scoring)}</td>
              {correctedCount > 0 && <td data-corrected={title}>{textOf(scores.correctedScoring)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note" role="status" aria-live="polite">
        {loading ? 'Reading the cells … ' : ''}
        {finding ? 'Finding the cells … ' : ''}
        {correctedCount > 0 ? `${correctedCount} corrected. ` : ''}
        {unsaved ? 'Not saved. ' : ''}
      </p>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <div class="actions" role="toolbar" aria-label="Scoring">
        <button
          type="button"
          class="primary"
          disabled={!trusted || !unsaved || problem !== undefined}
          onClick={actions.save}
          title={trusted ? 'Score the result with these thresholds and keep that' : UNTRUSTED}
        >
          Save
        </button>
        <button
          type="button"
          disabled={!unsaved}
          onClick={actions.reset}
          title="Back to the stored thresholds"
        >
          Reset
        </button>
        <button
          type="button"
          disabled={!canFlip}
          onClick={() => selected !== undefined && actions.flip(selected)}
          title={trusted ? 'Set the other class for the selected cell (F in the table)' : UNTRUSTED}
        >
          Flip Class
        </button>
        <button
          type="button"
          disabled={!trusted || !scores.canUndo}
          onClick={actions.undo}
          title="Undo (Ctrl+Z)"
          aria-label="Undo"
        >
          <span class="codicon codicon-discard" aria-hidden="true" />
        </button>
        <button
          type="button"
          disabled={!trusted || !scores.canRedo}
          onClick={actions.redo}
          title="Redo (Ctrl+Y)"
          aria-label="Redo"
        >
          <span class="codicon codicon-redo" aria-hidden="true" />
        </button>
      </div>
      <Thresholds scores={scores} trusted={trusted} />
      {cells && <Intensity cells={cells} choice={intensity} onChoice={onIntensity} />}
    </section>
  );
}

export const UNTRUSTED = 'The workspace is not trusted: nothing is changed.';

const ROWS: readonly (readonly [title: string, textOf: (scoring: Scoring) => string])[] = [
  ['Cells', ({ num_total }) => String(num_total)],
  ['Positive', ({ num_pos }) => String(num_pos)],
  ['Negative', ({ num_neg }) => String(num_neg)],
  ['Percent positive', ({ percent_pos }) => `${percent_pos.toFixed(1)} %`],
  ['95 % interval', intervalText],
];

function intervalText({ num_pos, num_total }: Scoring): string {
  const interval = percentInterval(num_pos, num_total);
  return interval ? `${interval.low.toFixed(1)} – ${interval.high.toFixed(1)} %` : '–';
}

/** Undo and redo by key; whether the key was one of them. Numbers being typed have an undo of their own. */
export function historyKey(
  event: KeyboardEvent,
  trusted: boolean,
  actions: Pick<MapActions, 'undo' | 'redo'>,
): boolean {
  const { target } = event;
  if (!trusted || !(event.ctrlKey || event.metaKey)) return false;
  if (target instanceof HTMLInputElement && target.type === 'number') return false;
  const key = event.key.toLowerCase();
  if (key === 'z' && !event.shiftKey) actions.undo();
  else if (key === 'y' || (key === 'z' && event.shiftKey)) actions.redo();
  else return false;
  return true;
}
