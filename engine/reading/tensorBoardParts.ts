// Events of TensorBoard's files gathered into columns of numbers by tag, a stretch of one file at a time.

import type { TensorBoardImage, TensorBoardPart, TensorBoardScalars } from '../runlog/tensorBoard.js';
import type { DecodedEvent } from './decodeTensorBoard.js';
import { LONGEST_TAG_LETTERS, MOST_PICTURES_OF_A_VALUE, MOST_TENSORBOARD_PROBLEMS } from './limits.js';

export interface PartCollector {
  /** Begins a file: the events that follow are its own. */
  begin(file: string): void;
  /** The event of the record at this byte. */
  add(event: DecodedEvent, offset: number): void;
  /** Reports a damaged record, in words. */
  problem(what: string): void;
  /** Numbers and pictures so far of the file that was begun. */
  readonly values: number;
  /** Ends the file; returns how many values it had. */
  end(): number;
  parts(): readonly TensorBoardPart[];
}

type Growing = { -readonly [K in keyof TensorBoardPart]: TensorBoardPart[K] } & {
  readonly columns: Map<string, number[]>;
  readonly images: TensorBoardImage[];
  readonly problems: string[];
};

export function collectParts(): PartCollector {
  const done: TensorBoardPart[] = [];
  let file = '';
  let part: Growing | undefined;
  let values = 0;
  let problems = 0;

  const close = () => {
    if (part) done.push(closed(part));
    part = undefined;
  };
  const open = (): Growing =>
    (part ??= {
      file,
      columns: new Map(),
      scalars: [],
      images: [],
      problems: [],
      firstMs: NaN,
      lastMs: NaN,
    });
  const report = (what: string) => {
    if (problems++ < MOST_TENSORBOARD_PROBLEMS) open().problems.push(`${file}: ${what}.`);
  };

  return {
    begin: (name) => {
      file = name;
      values = 0;
      problems = 0;
    },
    add: ({ wallTime, step, isStart, values: found }, offset) => {
      if (!Number.isSafeInteger(step) || !(Math.abs(wallTime) <= LATEST_SECONDS))
        return report(
          `the record at byte ${offset} is of step ${step} at ${wallTime} s, which is impossible`,
        );
      const timeMs = wallTime * 1000;
      if (isStart) {
        close();
        open().restartsAt = step;
      }
      const into = open();
      if (Number.isNaN(into.firstMs)) into.firstMs = timeMs;
      into.lastMs = timeMs;
      for (const value of found) {
        if ('hparams' in value) into.hparams = { ...into.hparams, ...value.hparams };
        else if ('ended' in value)
          into.ended = {
            why: value.ended.why,
            timeMs: value.ended.seconds > 0 ? value.ended.seconds * 1000 : timeMs,
          };
        else if (value.tag.length > LONGEST_TAG_LETTERS || value.tag.includes('\0'))
          report(
            `the tag "${value.tag.slice(0, 40)}…" at byte ${offset} has more than ${LONGEST_TAG_LETTERS} letters`,
          );
        else if ('scalar' in value) {
          values++;
          let column = into.columns.get(value.tag);
          if (!column) into.columns.set(value.tag, (column = []));
          column.push(step, timeMs, Number.isFinite(value.scalar) ? value.scalar : NaN);
        } else {
          values += value.pictures.length;
          value.pictures
            .slice(0, MOST_PICTURES_OF_A_VALUE)
            .forEach((_, index) => into.images.push({ tag: value.tag, index, step, timeMs, offset }));
        }
      }
    },
    problem: report,
    get values() {
      return values;
    },
    end: () => {
      close();
      return values;
    },
    parts: () => done,
  };
}

/** The latest time that a Date can hold. */
const LATEST_SECONDS = 8.64e12;

function closed({ columns, ...part }: Growing): TensorBoardPart {
  return { ...part, scalars: [...columns].map(([tag, values]) => scalarsOf(tag, values)) };
}

/** Columns of a list of step, time and value, step, time and value … */
function scalarsOf(tag: string, values: readonly number[]): TensorBoardScalars {
  const count = values.length / 3;
  const [step, timeMs, value] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    step[i] = values[3 * i]!;
    timeMs[i] = values[3 * i + 1]!;
    value[i] = values[3 * i + 2]!;
  }
  return { tag, step, timeMs, value };
}
