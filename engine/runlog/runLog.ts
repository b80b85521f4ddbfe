// events.jsonl as text that comes in pieces: whole lines become the state of the run. An incomplete last line is waited
// for; a line that is no event is reported with its number and passed over, since the rest still tells what happened.

import type { RunEvent } from './runEvents.js';
import { readRunEvent } from './runShapes.js';
import { reduceRun, type RunState } from './runState.js';
import { ShapeError } from '../protocol/shape.js';
import { readStepLine, stepForm, type StepForm, type ViewedBytes } from './stepLine.js';

export interface LineProblem {
  /** 1 is the first. */
  readonly line: number;
  /** What is wrong, with the place: "line 7.losses: an object expected, not 3." */
  readonly message: string;
}

export interface RunLog {
  /** As of the last whole line. */
  readonly state: RunState;
  /** The first hundred. */
  readonly problems: readonly LineProblem[];
  /** Lines read so far, bad ones too. */
  readonly lines: number;
  /** The next piece of the file, cut anywhere between two characters. */
  push(text: string): void;
  /**
   * Takes the bytes from `from` to `end`, a whole line without its end, if they are a step of the form of the last ones:
   * far faster than `push`, and to the same state. False: nothing was taken, and the line is to be pushed.
   */
  pushStep(bytes: ViewedBytes, from: number, end: number): boolean;
}

const MOST_PROBLEMS = 100;
/** Of characters; no event is nearly as long, and what has no end of line must not fill the memory. */
const LONGEST_LINE = 16 * 2 ** 20;
/** Forms of steps that are compared with: a run may log some of its losses now and then only. */
const MOST_FORMS = 4;
/** A file in which every step is of another form is read without them. */
const MOST_FORMS_MADE = 200;

/** `heard`: told of each event after it is in the state. */
export function readRunLog(heard?: (event: RunEvent) => void): RunLog {
  const reduction = reduceRun();
  const problems: LineProblem[] = [];
  /** The beginning of a line whose end is still to come. */
  let begun = '';
  let lines = 0;
  /** The rest of a line that is too long is dropped. */
  let skipping = false;
  /** The one that fitted last comes first. */
  const forms: StepForm[] = [];
  let formsMade = 0;
  /** The last step that was pushed, whose form is made when there is a line to compare with it. */
  let unformed: string | undefined;

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
      if (!event) return;
      reduction.add(event);
      heard?.(event);
      if (event.type === 'step' && !heard) unformed = line;
    } catch (thrown) {
      if (thrown instanceof SyntaxError) report(`line ${lines} is not JSON: ${thrown.message}.`);
      else if (thrown instanceof ShapeError) report(thrown.message);
      else throw thrown;
    }
  };

  const learn = () => {
    if (unformed !== undefined && formsMade < MOST_FORMS_MADE) {
      formsMade++;
      const form = stepForm(unformed);
      if (form) forms.unshift(form);
      if (forms.length > MOST_FORMS) forms.pop();
    }
    unformed = undefined;
  };

  return {
    state: reduction.state,
    problems,
    get lines() {
      return lines;
    },
    pushStep: (bytes, from, end) => {
      if (begun !== '' || skipping) return false;
      learn();
      const found = forms.findIndex((each) => readStepLine(each, bytes, from, end));
      if (found < 0) return false;
      if (found > 0) forms.unshift(...forms.splice(found, 1));
      lines++;
      reduction.addStep(forms[0]!);
      return true;
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
