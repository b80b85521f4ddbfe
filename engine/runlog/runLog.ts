// Reader of events.jsonl: turns text that arrives in pieces into the state of the run, line by line. An incomplete last
// line waits for its rest; a line that is no event is reported with its number and skipped, since the others still count.

import { ShapeError } from '../protocol/shape.js';
import { readRunEvent } from './runShapes.js';
import { reduceRun, type RunState } from './runState.js';

export interface LineProblem {
  /** 1 is the first. */
  readonly line: number;
  /** Error message with the place: "line 7.losses: an object expected, not 3." */
  readonly message: string;
}

export interface RunLog {
  /** State after the last complete line. */
  readonly state: RunState;
  /** The first hundred. */
  readonly problems: readonly LineProblem[];
  /** Lines read so far, bad ones too. */
  readonly lines: number;
  /** The next piece of the file, cut anywhere between two characters. */
  push(text: string): void;
}

const MOST_PROBLEMS = 100;
/** Characters of a line. No event is nearly as long; a file without line ends must not fill the memory. */
const LONGEST_LINE = 16 * 2 ** 20;

export function readRunLog(): RunLog {
  const reduction = reduceRun();
  const problems: LineProblem[] = [];
  /** The beginning of a line whose end is still to come. */
  let begun = '';
  let lines = 0;
  /** The rest of a line that is too long is dropped. */
  let skipping = false;

  const report = (message: string) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ line: lines, message });
  };
  const take = (line: string) => {
    lines++;
    if (skipping || line.length > LONGEST_LINE) {
      skipping = false;
      report(`line ${lines} has more than ${LONGEST_LINE} characters.`);
      return;
    }
    if (line.trim() === '') return;
    try {
      const event = readRunEvent(JSON.parse(line), `line ${lines}`);
      if (event) reduction.add(event);
    } catch (thrown) {
      if (thrown instanceof SyntaxError) report(`line ${lines} is not JSON: ${thrown.message}.`);
      else if (thrown instanceof ShapeError) report(thrown.message);
      else throw thrown;
    }
  };

  return {
    state: reduction.state,
    problems,
    get lines() {
      return lines;
    },
    push: (text) => {
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        take(begun === '' ? text.slice(from, end) : begun + text.slice(from, end));
        begun = '';
        from = end + 1;
      }
      if (skipping) return;
      begun += text.slice(from);
      if (begun.length > LONGEST_LINE) {
        skipping = true;
        begun = '';
      }
    },
  };
}
