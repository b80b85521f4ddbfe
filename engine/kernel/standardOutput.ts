// Text that cells write to the terminal: console.log, process.stdout.write. It is collected for a moment, since a
// message for each line would be slow, and limited, since it is kept in the notebook.

import process from 'node:process';
import { currentExecution, type Execution } from './execution.js';

/** Time for which text is collected. */
const COLLECT_MS = 40;
/** Letters of one cell that are shown; a notebook of megabytes opens slowly. */
const MOST_LETTERS = 1_000_000;

type StreamName = 'stdout' | 'stderr';

interface Collected {
  text: string;
  stream: StreamName;
  sentAtMs: number;
  letters: number;
  timer?: NodeJS.Timeout | undefined;
}

const collected = new WeakMap<Execution, Collected>();

/** Redirects both streams of the process. Text of no cell goes where it went before: into the extension's log. */
export function captureStandardOutput(): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = process[name];
    const before = stream.write.bind(stream) as (...given: unknown[]) => boolean;
    stream.write = (chunk: string | Uint8Array, ...others: unknown[]): boolean => {
      const execution = currentExecution();
      if (!execution?.isOpen()) return before(chunk, ...others);
      collect(execution, name, typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      const written = others.find((other) => typeof other === 'function') as (() => void) | undefined;
      if (written) process.nextTick(written);
      return true;
    };
  }
}

function collect(execution: Execution, stream: StreamName, text: string): void {
  const now = performance.now();
  // The first text is sent at once: a busy loop may follow it.
  const entry = collected.get(execution) ?? { text: '', stream, sentAtMs: -Infinity, letters: 0 };
  collected.set(execution, entry);
  if (entry.letters > MOST_LETTERS) return;
  if (entry.stream !== stream) flushOutput(execution);
  entry.stream = stream;
  const left = MOST_LETTERS - entry.letters;
  entry.letters += text.length;
  entry.text +=
    text.length <= left
      ? text
      : `${text.slice(0, left)}\n… The rest is left out: a cell shows at most ${MOST_LETTERS} letters. Write them to a file.\n`;
  // A busy loop lets no timer run, so the time is looked at here as well.
  if (now - entry.sentAtMs >= COLLECT_MS) flushOutput(execution);
  else entry.timer ??= setTimeout(() => flushOutput(execution), COLLECT_MS);
}

/** Sends what was collected. */
export function flushOutput(execution: Execution): void {
  const entry = collected.get(execution);
  if (!entry) return;
  clearTimeout(entry.timer);
  entry.timer = undefined;
  entry.sentAtMs = performance.now();
  if (entry.text === '') return;
  const { text, stream } = entry;
  entry.text = '';
  execution.output({ type: stream, text });
}
