// Selected cells in the viewer: the values of one cell, or the counts of many, and the buttons that edit them.

import './selection.css';
import { COUNTED_POSITIVE, NOT_COUNTED } from '../../engine/postprocessing/gate.js';
import { t } from '../ui/l10n.js';
import type { PageCells } from '../viewer/pageCells.js';
import type { CellEdit } from './cellEdits.js';
import { cellText, columnsOf } from './cellRows.js';
import { soleCell, type CellSelection } from './cellSelection.js';
import { classWord, decisionWords } from './cellWords.js';
import { EditButtons } from './EditButtons.js';
import type { MapScores } from './mapScores.js';

export interface SelectedCellsProps {
  readonly scores: MapScores;
  readonly selection: CellSelection;
  readonly trusted: boolean;
  /** Micrometres per pixel, if known. */
  readonly mpp?: number;
  readonly onEdit: (edit: CellEdit) => void;
  readonly onClear: () => void;
}

export function SelectedCells(props: SelectedCellsProps) {
  const { scores, selection, trusted, onEdit, onClear } = props;
  const { cells } = scores;
  if (!cells) return null;
  const cell = soleCell(selection);
  const counts = countsOf(cells, selection);
  return (
    <section
      class={cell === undefined ? 'selected-cells' : 'selected-cells sole'}
      aria-label={cell === undefined ? t('Selected cells') : t('Selected cell')}
    >
      {cell === undefined ? (
        <p role="status">{countText(counts)}</p>
      ) : (
        <CellValues scores={scores} cells={cells} cell={cell} mpp={props.mpp} />
      )}
      <EditButtons trusted={trusted} possible={possibleEdits(counts)} onEdit={onEdit} onClear={onClear} />
    </section>
  );
}

function CellValues(props: {
  readonly scores: MapScores;
  readonly cells: PageCells;
  readonly cell: number;
  readonly mpp: number | undefined;
}) {
  const { scores, cells, cell, mpp } = props;
  const values = columnsOf(cells, mpp).filter(
    ({ id, valueOf }) => id !== 'number' && id !== 'class' && !Number.isNaN(valueOf(cell)),
  );
  return (
    <>
      <h2>
        {t('Cell {0}', cell + 1)} <span class="class">{classWord(cells, cell)}</span>
      </h2>
      {scores.thresholds && <p class="note">{decisionWords(cells, scores.thresholds, cell)}</p>}
      <dl>
        {values.map((column) => (
          <div key={column.id}>
            <dt>{column.title}</dt>
            <dd data-value={column.id}>
              {column.id === 'area' && mpp !== undefined && `${cells.list.areaPx[cell]!} px · `}
              {cellText(cells, column, cell)} {column.unit}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

interface SelectionCounts {
  readonly all: number;
  readonly positive: number;
  readonly negative: number;
  /** Cells that a person set or excluded. */
  readonly corrected: number;
  /** Cells that a person excluded. */
  readonly excluded: number;
}

function countsOf({ gate, corrected }: PageCells, { flags, count }: CellSelection): SelectionCounts {
  let positive = 0;
  let negative = 0;
  let byHand = 0;
  let excluded = 0;
  for (let i = 0; i < flags.length; i++) {
    if (flags[i] !== 1) continue;
    const isByHand = corrected[i] === 1;
    if (isByHand) byHand++;
    if (gate[i] === COUNTED_POSITIVE) positive++;
    else if (gate[i] !== NOT_COUNTED) negative++;
    else if (isByHand) excluded++;
  }
  return { all: count, positive, negative, corrected: byHand, excluded };
}

function countText({ all, positive, negative, corrected }: SelectionCounts): string {
  const left = all - positive - negative;
  return [
    t('{0} cells selected: {1} positive, {2} negative', all, positive, negative),
    ...(left > 0 ? [t('{0} not counted', left)] : []),
    ...(corrected > 0 ? [t('{0} by hand', corrected)] : []),
  ].join(', ');
}

function possibleEdits({ positive, negative, corrected, excluded }: SelectionCounts): ReadonlySet<CellEdit> {
  const counted = positive + negative > 0;
  return new Set<CellEdit>([
    ...(counted ? (['flip', 'exclude'] as const) : []),
    ...(negative + excluded > 0 ? (['positive'] as const) : []),
    ...(positive + excluded > 0 ? (['negative'] as const) : []),
    ...(corrected > 0 ? (['restore'] as const) : []),
  ]);
}
