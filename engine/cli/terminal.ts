// Output for a person while a command works: a progress bar with the time left, on stderr, only where a person looks.

import { SingleBar } from 'cli-progress';
import type { Control, Progress } from '../protocol/progress.js';
import { progressLine } from './progressLine.js';

export interface Terminal {
  /** Progress of the current piece of work. */
  readonly report: (progress: Progress) => void;
  /** A line for people; silent with `--json`. */
  note(line: string): void;
  /** Removes the bar. */
  end(): void;
}

/** `quiet` (`--json`) shows nothing; without a terminal, notes are printed and bars are not. */
export function openTerminal(quiet: boolean): Terminal {
  const interactive = !quiet && process.stderr.isTTY;
  let bar: SingleBar | undefined;
  let stage = '';
  let line = '';
  let startedMs = 0;

  const end = () => {
    bar?.stop();
    bar = undefined;
  };
  const report = (progress: Progress) => {
    if (!interactive) return;
    if (!bar || stage !== progress.stage) {
      end();
      stage = progress.stage;
      startedMs = performance.now();
      bar = new SingleBar({
        // A stage may have no total yet: the line is made here, of what is known.
        format: () => line,
        clearOnComplete: true,
        hideCursor: true,
        stream: process.stderr,
      });
      line = progressLine(progress, 0);
      bar.start(1, 0);
    }
    // The time is that of the report: it does not grow while a step takes long.
    line = progressLine(progress, performance.now() - startedMs);
    bar.update(0);
  };
  const note = (line: string) => {
    if (quiet) return;
    end();
    process.stderr.write(`${line}\n`);
  };
  return { report, note, end };
}

/**
 * Lets the process outlive its terminal: a terminal or pipe that closes takes the output away and ends nothing.
 * "train | head" closes its pipe after ten lines, a lost connection sends SIGHUP.
 */
export function outliveTerminal(): void {
  process.on('SIGHUP', () => undefined);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/**
 * Runs `work` with a signal that Ctrl-C (SIGINT) and SIGTERM abort, so that it can clean up. A second Ctrl-C
 * leaves at once.
 */
export async function interruptible<T>(
  terminal: Terminal,
  work: (control: Control) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const stop = () => {
    if (abort.signal.aborted) process.exit(130);
    terminal.note('Stopping after the current step … (Ctrl-C again to leave at once)');
    abort.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await work({ signal: abort.signal, report: terminal.report });
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    terminal.end();
  }
}
