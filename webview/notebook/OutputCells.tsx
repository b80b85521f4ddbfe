// Table of the cells of an output: the result panel's own table, with a selection of its own.

import { useState } from 'preact/hooks';
import { CellTable } from '../scoring/CellTable.js';
import { selectionAfter, type CellChoice, type CellSelection } from '../scoring/cellSelection.js';
import type { MapScores } from '../scoring/mapScores.js';
import { FIRST_TABLE_LOOK, type TableLook } from '../scoring/tableLook.js';
import { useKept } from './useKept.js';

export interface OutputCellsProps {
  /** Id of the output. */
  readonly id: string;
  readonly scores: MapScores;
  readonly mpp: number | undefined;
  /** Cell that was chosen in a picture or in the table. */
  readonly selected: number | undefined;
  readonly onChoose: (cell: number | undefined) => void;
}

export function OutputCells({ id, scores, mpp, selected, onChoose }: OutputCellsProps) {
  const [look, setLook] = useKept<TableLook>(id, `${scores.map} table`, FIRST_TABLE_LOOK);
  const [hovered, setHovered] = useState<number>();
  const [chosen, setChosen] = useState<CellSelection>();
  const list = scores.cells?.list;
  const at = { pane: scores.pane, map: scores.map };
  const isOwn = chosen && chosen.list === list && chosen.current === selected;
  const choose = (choice: CellChoice) => {
    if (!list) return;
    const next = selectionAfter(isOwn ? chosen : undefined, { ...at, list }, choice);
    setChosen(next);
    onChoose(next?.current);
  };
  const fromPicture =
    list && selected !== undefined
      ? selectionAfter(undefined, { ...at, list }, { cells: [selected], how: 'only', current: selected })
      : undefined;
  return (
    <CellTable
      scores={scores}
      {...(mpp === undefined ? {} : { mpp })}
      selection={isOwn ? chosen : fromPicture}
      hovered={hovered}
      onChoose={choose}
      onClear={() => onChoose(undefined)}
      onHover={setHovered}
      look={look}
      onLook={setLook}
      onFilter={() => undefined}
    />
  );
}
