// Edits of selected cells: the class that each cell gets, and the correction that says so. Pure.

import { COUNTED_POSITIVE, NOT_COUNTED, type Gate } from '../../engine/postprocessing/gate.js';

/**
 * `flip` sets the other class, `exclude` takes cells out of the count, `restore` removes what a person has set. Cells that
 * the size thresholds leave out can be restored only: they have no class.
 */
export type CellEdit = 'flip' | 'positive' | 'negative' | 'exclude' | 'restore';

/** Correction of one cell; `says` undefined: the thresholds decide again. */
export interface CellChange {
  readonly cell: number;
  readonly says: { readonly positive: boolean; readonly excluded?: true } | undefined;
}

/** Classes by thresholds alone, and with those that a person set; `corrected`: 1 for each cell that a person set. */
export interface EditedClasses {
  readonly alone: Gate;
  readonly gate: Gate;
  readonly corrected: Uint8Array;
}

/** Changes that an edit makes to these cells; cells that it leaves as they are have none. */
export function cellChanges(
  edit: CellEdit,
  cells: Iterable<number>,
  { alone, gate, corrected }: EditedClasses,
): readonly CellChange[] {
  const changes: CellChange[] = [];
  for (const cell of cells) {
    if (edit === 'restore') {
      if (corrected[cell] === 1) changes.push({ cell, says: undefined });
      continue;
    }
    if ((alone[cell] ?? NOT_COUNTED) === NOT_COUNTED) continue;
    const isCounted = gate[cell] !== NOT_COUNTED;
    const isPositive = gate[cell] === COUNTED_POSITIVE;
    if (edit === 'exclude') {
      if (isCounted) changes.push({ cell, says: { positive: isPositive, excluded: true } });
    } else if (edit === 'flip') {
      if (isCounted) changes.push(classChange(cell, !isPositive, alone));
    } else if (!isCounted || isPositive !== (edit === 'positive'))
      changes.push(classChange(cell, edit === 'positive', alone));
  }
  return changes;
}

/** A class that the thresholds give too needs no correction. */
function classChange(cell: number, positive: boolean, alone: Gate): CellChange {
  const byThresholds = alone[cell] === COUNTED_POSITIVE;
  return { cell, says: positive === byThresholds ? undefined : { positive } };
}
