// Order, window and keys of a table. Pure, and by column, so that a hundred thousand rows sort between two frames.

export interface Sort<Id extends string = string> {
  readonly by: Id;
  readonly descending: boolean;
}

/** A click on a heading: another column rises, the same one turns round. */
export function nextSort<Id extends string>(sort: Sort<Id>, by: Id): Sort<Id> {
  return { by, descending: sort.by === by && !sort.descending };
}

export type CellValue = number | string | boolean | null | undefined;

/**
 * Rows that pass, sorted by a value; rows without one come last, up and down. Rows of equal value keep their order, also
 * when sorting down.
 *
 * @param passes 1 for each row that passes; undefined: all do
 */
export function sortedOrder(
  length: number,
  passes: Uint8Array | undefined,
  valueOf: (row: number) => CellValue,
  descending: boolean,
): Uint32Array {
  const rows = new Uint32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (!passes || passes[row] === 1) rows[count++] = row;
  const kept = rows.subarray(0, count);
  const sign = descending ? -1 : 1;
  const numbers = new Float64Array(length);
  let onlyNumbers = true;
  let isRising = true;
  let last = -Infinity;
  for (const row of kept) {
    const value = valueOf(row);
    if (typeof value !== 'number' || Number.isNaN(value)) {
      onlyNumbers = false;
      continue;
    }
    numbers[row] = value;
    isRising &&= value > last;
    last = value;
  }
  // Most tables are sorted by a running number at first.
  if (onlyNumbers && isRising) return descending ? kept.reverse() : kept;
  if (onlyNumbers) return kept.sort((a, b) => sign * (numbers[a]! - numbers[b]!) || a - b);
  return kept.sort((a, b) => compared(valueOf(a), valueOf(b), sign) || a - b);
}

function compared(a: CellValue, b: CellValue, sign: 1 | -1): number {
  const [aMissing, bMissing] = [isMissing(a), isMissing(b)];
  if (aMissing || bMissing) return Number(aMissing) - Number(bMissing);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * String(a).localeCompare(String(b), 'en', { numeric: true });
}

function isMissing(value: CellValue): boolean {
  return value === undefined || value === null || Number.isNaN(value);
}

/** Rows below one heading; an empty title has no heading. */
export interface RowGroup {
  readonly title: string;
  readonly rows: ArrayLike<number>;
}

/** Lines of the table: rows and headings. */
export function lineCount(groups: readonly RowGroup[]): number {
  return groups.reduce((sum, { title, rows }) => sum + rows.length + (title === '' ? 0 : 1), 0);
}

/** Content of a line: a row, or the group that the line is the heading of. */
export function lineAt(groups: readonly RowGroup[], line: number): number | RowGroup | undefined {
  let at = line;
  for (const group of groups) {
    if (group.title !== '' && at-- === 0) return group;
    if (at < group.rows.length) return group.rows[at];
    at -= group.rows.length;
  }
  return undefined;
}

/** Line of a row; -1 if it is not listed. */
export function lineOf(groups: readonly RowGroup[], row: number): number {
  let before = 0;
  for (const { title, rows } of groups) {
    if (title !== '') before++;
    const at = Array.prototype.indexOf.call(rows, row);
    if (at >= 0) return before + at;
    before += rows.length;
  }
  return -1;
}

/**
 * The line that a key leads to; undefined for keys that mean nothing here. Headings are stepped over, in the direction of the
 * move where there is a row, else back.
 *
 * @param line of the current row; -1: there is none
 */
export function lineAfterKey(
  groups: readonly RowGroup[],
  key: string,
  line: number,
  linesInSight: number,
): number | undefined {
  const count = lineCount(groups);
  const page = Math.max(1, linesInSight - 1);
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: line + 1,
    ArrowUp: line - 1,
    PageDown: line + page,
    PageUp: line - page,
    Home: 0,
    End: count - 1,
  };
  const wanted = moves[key];
  if (wanted === undefined || count === 0) return undefined;
  const step = wanted < line ? -1 : 1;
  const from = Math.min(count - 1, Math.max(0, wanted));
  const isRow = (at: number) => typeof lineAt(groups, at) === 'number';
  for (const direction of [step, -step])
    for (let at = from; at >= 0 && at < count; at += direction) if (isRow(at)) return at;
  return undefined;
}

/** Lines that must exist for a window of a scrolled table: some more than are in sight. */
export function linesInSight(
  count: number,
  linePx: number,
  scrollPx: number,
  windowPx: number,
  more = 8,
): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.floor(scrollPx / linePx) - more);
  const end = Math.min(count, Math.ceil((scrollPx + windowPx) / linePx) + more);
  return { first: Math.min(first, end), end };
}

/** Scroll position at which a line is in sight; unchanged for a line that is. */
export function scrolledTo(line: number, linePx: number, scrollPx: number, windowPx: number): number {
  const top = line * linePx;
  if (top < scrollPx) return top;
  return Math.max(scrollPx, top + linePx - windowPx);
}
