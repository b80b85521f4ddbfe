// Python literals as data: None, booleans, numbers, strings, lists, tuples and dicts, nothing else. Options files
// hold what Python's str() printed; the reference evaluates it as code, here it is only read.

/** Tuples become arrays, dicts objects. */
export type PythonValue =
  null | boolean | number | string | readonly PythonValue[] | { readonly [key: string]: PythonValue };

const MAXIMUM_DEPTH = 20;
const NUMBER = /[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
/** NumPy 2 prints its scalars as calls: np.uint8(190). */
const NUMPY_SCALAR = /(?:np|numpy)\.(?:u?int(?:8|16|32|64)|float(?:16|32|64)|bool_?)\(/y;
const WORDS: ReadonlyMap<string, PythonValue> = new Map<string, PythonValue>([
  ['None', null],
  ['True', true],
  ['False', false],
]);
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Marks text that is no literal; never leaves this file. */
class NoLiteral extends Error {}

interface Reader {
  readonly text: string;
  position: number;
}

/**
 * The value of `text` when all of it is one literal (or several with commas, which Python reads as a tuple), else
 * undefined. Never throws.
 */
export function parsePythonLiteral(text: string): PythonValue | undefined {
  const reader = { text: text.trim(), position: 0 };
  try {
    const first = readValue(reader, 0);
    skipSpace(reader);
    if (reader.position === reader.text.length) return first;
    return [first, ...readItems(reader, undefined, 0)];
  } catch (thrown) {
    if (thrown instanceof NoLiteral) return undefined;
    throw thrown;
  }
}

function skipSpace(reader: Reader): void {
  while (/[ \t]/.test(reader.text[reader.position] ?? '')) reader.position++;
}

function takeMatch(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.position;
  const match = pattern.exec(reader.text)?.[0];
  if (match !== undefined) reader.position += match.length;
  return match;
}

function take(reader: Reader, expected: string): boolean {
  skipSpace(reader);
  if (!reader.text.startsWith(expected, reader.position)) return false;
  reader.position += expected.length;
  return true;
}

function readValue(reader: Reader, depth: number): PythonValue {
  if (depth > MAXIMUM_DEPTH) throw new NoLiteral();
  skipSpace(reader);
  const start = reader.text[reader.position];
  if (start === "'" || start === '"') return readString(reader, start);
  if (take(reader, '[')) return readList(reader, ']', depth).items;
  if (take(reader, '(')) {
    const { items, commas } = readList(reader, ')', depth);
    // (x) is x, (x,) is a tuple of one.
    return items.length === 1 && commas === 0 ? items[0]! : items;
  }
  if (take(reader, '{')) return readDict(reader, depth);
  if (takeMatch(reader, NUMPY_SCALAR) !== undefined) {
    const value = readValue(reader, depth + 1);
    if (!take(reader, ')')) throw new NoLiteral();
    return value;
  }
  const number = takeMatch(reader, NUMBER);
  if (number !== undefined) return toNumber(number);
  const word = takeMatch(reader, /[A-Za-z]+\b/y);
  const value = word === undefined ? undefined : WORDS.get(word);
  if (value === undefined) throw new NoLiteral();
  return value;
}

function toNumber(text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isFinite(value)) throw new NoLiteral();
  return value;
}

function readString(reader: Reader, quote: string): string {
  let result = '';
  for (reader.position++; ; reader.position++) {
    const letter = reader.text[reader.position];
    if (letter === undefined) throw new NoLiteral();
    if (letter === quote) break;
    if (letter !== '\\') {
      result += letter;
      continue;
    }
    const escaped = ESCAPES[reader.text[++reader.position] ?? ''];
    if (escaped === undefined) throw new NoLiteral();
    result += escaped;
  }
  reader.position++;
  return result;
}

/** Parses what follows an opening bracket, up to and with the closing one. */
function readList(
  reader: Reader,
  end: string,
  depth: number,
): { readonly items: readonly PythonValue[]; readonly commas: number } {
  if (take(reader, end)) return { items: [], commas: 0 };
  const first = readValue(reader, depth + 1);
  if (take(reader, end)) return { items: [first], commas: 0 };
  const rest = readItems(reader, end, depth);
  return { items: [first, ...rest], commas: rest.length + 1 };
}

/** ", value, value" up to `end` (or the end of the text); a last comma may stand alone. */
function readItems(reader: Reader, end: string | undefined, depth: number): PythonValue[] {
  const items: PythonValue[] = [];
  const ended = (): boolean =>
    end === undefined ? (skipSpace(reader), reader.position === reader.text.length) : take(reader, end);
  for (;;) {
    if (!take(reader, ',')) throw new NoLiteral();
    if (ended()) return items;
    items.push(readValue(reader, depth + 1));
    if (ended()) return items;
  }
}

function readDict(reader: Reader, depth: number): PythonValue {
  const entries: [string, PythonValue][] = [];
  if (take(reader, '}')) return {};
  for (;;) {
    const key = readValue(reader, depth + 1);
    if ((typeof key !== 'string' && typeof key !== 'number') || !take(reader, ':')) throw new NoLiteral();
    entries.push([String(key), readValue(reader, depth + 1)]);
    if (take(reader, '}')) break;
    if (!take(reader, ',')) throw new NoLiteral();
    if (take(reader, '}')) break;
  }
  return Object.fromEntries(entries);
}
