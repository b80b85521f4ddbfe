// Messages with the rows of a run's table that its page has not got yet; their numbers are in arrays of their own.

import type { RunTable } from '../../engine/runlog/runTable.js';
import type { RowsMessage } from '../../webview/messages/training.js';

/**
 * The rows that a page has: their number, and the step of the last one, which shows a resumption from an earlier step.
 */
export interface SentRows {
  readonly count: number;
  readonly lastStep: number;
}

export const NOTHING_SENT: SentRows = { count: 0, lastStep: NaN };

/** The sent rows that still hold when rows from `changed` on are others now. */
export function sentBefore(sent: SentRows, { count, step }: RunTable, changed: number): SentRows {
  // The length of an empty table differs from that of the one that was sent.
  if (changed >= sent.count || count === 0) return sent;
  return { count: changed, lastStep: changed > 0 ? step[changed - 1]! : NaN };
}

/** Values in one message, so that a page can draw between messages. */
const MOST_VALUES = 2 ** 20;

/** Messages to post, the last one `complete`, and the rows that the page has then; no messages when it has all. */
export function rowsToSend(
  run: string,
  table: RowsMessage['table'],
  { count, step, epoch, timeMs, columns, nan }: RunTable,
  sent: SentRows,
): { readonly messages: readonly RowsMessage[]; readonly sent: SentRows } {
  const kept = sent.count <= count && (sent.count === 0 || step[sent.count - 1] === sent.lastStep);
  const first = kept ? sent.count : 0;
  if (kept && first === count) return { messages: [], sent };
  const most = Math.max(1, Math.floor(MOST_VALUES / (3 + columns.size)));
  const messages: RowsMessage[] = [];
  for (let from = first; from < count || messages.length === 0; from += most) {
    const to = Math.min(count, from + most);
    messages.push({
      type: 'rows',
      run,
      table,
      from,
      step: step.slice(from, to),
      epoch: epoch.slice(from, to),
      timeMs: timeMs.slice(from, to),
      columns: [...columns].map(([name, values]) => {
        const rows = nanRows(nan.get(name), from, to);
        return { name, values: values.slice(from, to), ...(rows.length === 0 ? {} : { nan: rows }) };
      }),
      complete: to === count,
    });
  }
  return { messages, sent: { count, lastStep: count > 0 ? step[count - 1]! : NaN } };
}

/** Rows of a stretch, from 0, whose value is NaN itself. */
function nanRows(marks: Uint8Array | undefined, from: number, to: number): Float64Array {
  const rows: number[] = [];
  for (let row = marks?.indexOf(1, from) ?? -1; row >= 0 && row < to; row = marks!.indexOf(1, row + 1))
    rows.push(row - from);
  return Float64Array.from(rows);
}
