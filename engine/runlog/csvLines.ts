// Lines of CSV (RFC 4180), for every table that people open in a spreadsheet or read with a program.

/** A number, with all its digits, or text; NaN, null and undefined are empty. */
export type CsvCell = string | number | null | undefined;
export type CsvRow = readonly CsvCell[];

/** Some spreadsheets read a file as UTF-8 only when it begins with this. */
export const BYTE_ORDER_MARK = '\ufeff';

/** The rows, each with its end of line. `bom`: begin with a byte order mark. */
export function* csvLines(rows: Iterable<CsvRow>, { bom = false } = {}): Generator<string> {
  if (bom) yield BYTE_ORDER_MARK;
  for (const row of rows) yield csvLine(row);
}

export function csvLine(row: CsvRow): string {
  return `${row.map(csvCell).join(',')}\r\n`;
}

/** The cell, quoted if it contains a comma, a quote or a line break. */
export function csvCell(cell: CsvCell): string {
  const text = cellText(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Text that a spreadsheet takes for a formula, by its first character; full-width signs count, too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The cell without quotes. Text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function cellText(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isNaN(cell) ? '' : String(cell);
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
