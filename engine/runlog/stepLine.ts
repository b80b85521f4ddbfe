// Lines of events.jsonl that are steps and look like one before: the same names in the same order, other numbers. They
// are compared byte by byte with that line and only their numbers are read, which is several times as fast as JSON.parse.
// Whatever differs in the least is refused, and takes the long way (`runShapes.ts`), whose checks are these too.

import { readIsoTime, type SeenDay } from './isoTime.js';
import { readJsonNumber, type BytePlace } from './jsonNumber.js';
import type { StepEvent } from './runEvents.js';
import { MOST_OF_STEP } from './runShapes.js';
import { STEP_COLUMNS } from './runState.js';

/** What is read of a line, in the order of `StepForm.values`. */
export const STEP_FIELDS = [
  'step',
  'epoch',
  'generatorRate',
  'discriminatorRate',
  'stepMs',
  'memoryMiB',
] as const satisfies readonly (keyof StepEvent)[];

const MOST_OF_FIELD = Float64Array.from(STEP_FIELDS, (field) => MOST_OF_STEP[field]);

/** Bytes, and the same ones to be read four at once. */
export interface ViewedBytes {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

export function viewed(bytes: Uint8Array): ViewedBytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

export interface StepForm {
  /** Names of the losses. */
  readonly names: readonly string[];
  /** Of the last line that was read: STEP_FIELDS, then the losses; NaN for one that is null. */
  readonly values: Float64Array;
  /** Of that line, milliseconds since 1970. */
  timeMs: number;
  /** All that is not a value, one piece after the other; piece i ends before `ends[i]`. */
  readonly fixed: ViewedBytes;
  readonly ends: Int32Array;
  /** What stands after each piece but the last: a place in `values`, TIME or OTHER. */
  readonly slots: Int32Array;
  readonly place: BytePlace;
  readonly day: SeenDay;
}

const TIME = -1;
/** A number that nobody reads, of a later version. */
const OTHER = -2;
const QUOTE = 0x22;
const LONGEST_TIME = 40;
const NULL = [0x6e, 0x75, 0x6c, 0x6c];

const TOKEN = /"[^"]*"|-?\d[\d.eE+-]*|null|[{}:,]|\s+/y;

/**
 * The form of a line that was read the long way and is a step; undefined for one that later lines should not be compared
 * with: with letters that are escaped or outside ASCII, with names that come twice, with lists or texts of a later version.
 */
export function stepForm(line: string): StepForm | undefined {
  // eslint-disable-next-line no-control-regex -- bytes above are not one a letter
  if (!/^[\u0009\u0020-\u007e\r]*$/.test(line) || line.includes('\\')) return undefined;
  const pieces: string[] = [];
  const slots: number[] = [];
  const names: string[] = [];
  const seen = new Set<string>();
  let piece = '';
  let key: string | undefined;
  let isValue = false;
  let depth = 0;
  for (const token of tokensOf(line)) {
    if (token === undefined) return undefined;
    const slot = isValue && depth > 0 ? slotOf(token) : undefined;
    if (slot === 'refused') return undefined;
    if (slot !== undefined) {
      pieces.push(piece);
      // The quotes of the time are fixed.
      if (slot === TIME) pieces[pieces.length - 1] += '"';
      piece = slot === TIME ? '"' : '';
      slots.push(slot);
    } else piece += token;
    if (token.trim() === '') continue;
    if (!isValue && token.startsWith('"')) {
      key = token.slice(1, -1);
      if (seen.has(`${depth} ${key}`)) return undefined;
      seen.add(`${depth} ${key}`);
    }
    isValue = token === ':';
    if (token === '{') depth++;
    if (token === '}') depth--;
  }
  pieces.push(piece);
  const whole = STEP_FIELDS.every((field) => seen.has(`1 ${field}`)) && slots.includes(TIME);
  // A loss of the name of another column would be overwritten by it.
  const columns: readonly string[] = Object.values(STEP_COLUMNS);
  if (!whole || !seen.has('1 losses') || names.some((name) => columns.includes(name))) return undefined;
  const fixed = Uint8Array.from(pieces.join(''), (letter) => letter.charCodeAt(0));
  let end = 0;
  return {
    names,
    values: new Float64Array(STEP_FIELDS.length + names.length),
    timeMs: NaN,
    fixed: viewed(fixed),
    ends: Int32Array.from(pieces, (each) => (end += each.length)),
    slots: Int32Array.from(slots),
    place: { at: 0 },
    day: { day: NaN, ms: NaN },
  };

  function slotOf(token: string): number | undefined | 'refused' {
    const isNumber = token === 'null' || /^[-\d]/.test(token);
    if (depth === 2 && isNumber) return STEP_FIELDS.length + names.push(key!) - 1;
    if (depth !== 1) return token.trim() === '' ? undefined : 'refused';
    if (key === 'type') return undefined; // the long way has found it to be a step
    if (key === 'time') return token.startsWith('"') ? TIME : token.trim() === '' ? undefined : 'refused';
    if (key === 'losses') return token === '{' || token.trim() === '' ? undefined : 'refused';
    if (token.trim() === '') return undefined;
    if (!isNumber || token === 'null') return 'refused';
    const field = STEP_FIELDS.findIndex((name) => name === key);
    return field >= 0 ? field : OTHER;
  }
}

function* tokensOf(line: string): Generator<string | undefined> {
  TOKEN.lastIndex = 0;
  for (let at = 0; at < line.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(line);
    yield found?.[0];
    if (!found) return;
  }
}

/**
 * Whether the bytes from `from` to `end`, a whole line without its end, are a step of this form that the long way would
 * take; its values are then in `form.values` and `form.timeMs`. JSON's grammar holds: everything but the numbers is
 * what it was in a line that JSON.parse took.
 */
export function readStepLine(
  form: StepForm,
  { bytes, view }: ViewedBytes,
  from: number,
  end: number,
): boolean {
  const { fixed, ends, slots, values, place } = form;
  const fixedBytes = fixed.bytes;
  const fixedView = fixed.view;
  let at = from;
  let fixedAt = 0;
  for (let piece = 0; piece < ends.length; piece++) {
    const pieceEnd = ends[piece]!;
    if (at + pieceEnd - fixedAt > end) return false;
    // Four bytes at once, then one by one.
    for (const last = pieceEnd - 4; fixedAt <= last; at += 4, fixedAt += 4)
      if (view.getInt32(at) !== fixedView.getInt32(fixedAt)) return false;
    while (fixedAt < pieceEnd) if (bytes[at++] !== fixedBytes[fixedAt++]) return false;
    if (piece === slots.length) break;
    const slot = slots[piece]!;
    if (slot === TIME) {
      const timeEnd = endOfText(bytes, at, Math.min(end, at + LONGEST_TIME + 1));
      if (timeEnd < 0) return false;
      form.timeMs = readIsoTime(bytes, at, timeEnd, form.day);
      if (Number.isNaN(form.timeMs)) return false;
      at = timeEnd;
      continue;
    }
    if (slot >= STEP_FIELDS.length && bytes[at] === NULL[0]) {
      for (const letter of NULL) if (bytes[at++] !== letter) return false;
      values[slot] = NaN;
      continue;
    }
    place.at = at;
    const value = readJsonNumber(bytes, place);
    at = place.at;
    if (slot === OTHER) {
      if (Number.isNaN(value)) return false;
      continue;
    }
    const taken =
      slot < STEP_FIELDS.length ? value >= 0 && value <= MOST_OF_FIELD[slot]! : Number.isFinite(value);
    if (!taken) return false;
    values[slot] = value;
  }
  return at === end && Number.isInteger(values[0]);
}

/** Where the quote is; -1 where something comes first that is escaped, a control character, or not ASCII. */
function endOfText(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte < 0x20 || byte > 0x7e || byte === 0x5c) return -1;
  }
  return -1;
}
