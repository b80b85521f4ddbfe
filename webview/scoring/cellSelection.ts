// Selection of cells of one map: one state that picture, table and histogram show, and that edits of classes act on. Pure.

/** Selected cells, by index in `list`. Another list makes the selection void. */
export interface CellSelection {
  /** Pane.id and SegmentationMap.name. */
  readonly pane: string;
  readonly map: string;
  /** PageCells.list of the selected cells. */
  readonly list: object;
  /** 1 for each selected cell. */
  readonly flags: Uint8Array;
  readonly count: number;
  /** Cell that was chosen last, as the cursor of the table; undefined after a choice of many. */
  readonly current: number | undefined;
  /** Fixed end of a range of rows: the cell that was chosen before the range was drawn. */
  readonly anchor: number | undefined;
}

export interface CellChoice {
  readonly cells: Iterable<number>;
  /** `only` replaces the selection, `add` extends it, `toggle` changes each of the cells. */
  readonly how: 'only' | 'add' | 'toggle';
  readonly current?: number | undefined;
  /** True keeps the anchor: the choice extends a range from there. */
  readonly keepsAnchor?: boolean;
}

/** Cells of the selection's list. */
export type SelectedList = Pick<CellSelection, 'pane' | 'map'> & {
  readonly list: object & { readonly length: number };
};

/** Selection after a choice; undefined if nothing is selected any more. */
export function selectionAfter(
  before: CellSelection | undefined,
  { pane, map, list }: SelectedList,
  { cells, how, current, keepsAnchor = false }: CellChoice,
): CellSelection | undefined {
  const same = before && isOf(before, { pane, map, list }) ? before : undefined;
  const flags = same && how !== 'only' ? same.flags.slice() : new Uint8Array(list.length);
  for (const cell of cells) if (cell < list.length) flags[cell] = how === 'toggle' ? 1 - flags[cell]! : 1;
  let count = 0;
  for (const flag of flags) count += flag;
  if (count === 0) return undefined;
  const anchor = keepsAnchor ? (same?.anchor ?? same?.current ?? current) : current;
  // The table's cursor stays on a cell that was just taken out of the selection, so that the keys continue from there.
  return { pane, map, list, flags, count, current, anchor };
}

export function isOf(selection: CellSelection, { pane, map, list }: SelectedList): boolean {
  return selection.pane === pane && selection.map === map && selection.list === list;
}

/** Indices of the selected cells, ascending. */
export function selectedCells({ flags }: Pick<CellSelection, 'flags'>): readonly number[] {
  const cells: number[] = [];
  flags.forEach((flag, cell) => {
    if (flag === 1) cells.push(cell);
  });
  return cells;
}

/** The selected cell, if it is only one. */
export function soleCell(selection: CellSelection): number | undefined {
  return selection.count === 1 ? selection.flags.indexOf(1) : undefined;
}
