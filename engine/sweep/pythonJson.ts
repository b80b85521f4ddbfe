// JSON as Python writes and reads it: NaN, Infinity and -Infinity stand bare, letters beyond ASCII are escaped, and a
// float keeps its point ("48.0"). Optuna's journal is such text.

/** A number that Python must take for a float, also if it is whole. */
export class PythonFloat {
  constructor(readonly value: number) {}
}

/** JSON that is written as it stands, on one line: numbers keep all their digits, floats their point. */
export class JsonText {
  constructor(readonly text: string) {}
}

const BARE = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;
/** Text that stands for NaN while JSON.parse runs; its first letter must be escaped in JSON, so no file holds it bare. */
const NAN = '\u0000NaN';

/** @throws SyntaxError for text that Python would not read either */
export function parsePythonJson(text: string): unknown {
  if (!text.includes('NaN') && !text.includes('Infinity')) return JSON.parse(text) as unknown;
  const standard = text.replace(BARE, (token) => {
    if (token.startsWith('"')) return token;
    if (token === 'NaN') return JSON.stringify(NAN);
    return token.startsWith('-') ? '-1e999' : '1e999';
  });
  return JSON.parse(standard, (_, value: unknown) => (value === NAN ? NaN : value)) as unknown;
}

/** @param spaced as Python writes by default, with a space after commas and colons */
export function pythonJson(value: unknown, spaced = false): string {
  const [comma, colon] = spaced ? [', ', ': '] : [',', ':'];
  if (value instanceof PythonFloat) return pythonFloat(value.value);
  // Only the space between tokens may hold ends of lines.
  if (value instanceof JsonText) return value.text.replace(/[\r\n]/g, ' ');
  if (typeof value === 'number')
    return Number.isInteger(value) && !Object.is(value, -0) ? String(BigInt(value)) : pythonFloat(value);
  if (typeof value === 'string') return asciiText(value);
  if (Array.isArray(value)) return `[${value.map((one) => pythonJson(one, spaced)).join(comma)}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    return `{${entries.map(([key, one]) => `${asciiText(key)}${colon}${pythonJson(one, spaced)}`).join(comma)}}`;
  }
  return JSON.stringify(value);
}

/** Shortest digits that give the number back, laid out as Python's `repr` does. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16)
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  const text = String(value);
  const plain = text.includes('e')
    ? value.toFixed(Math.max(0, digits.replace(/[-.]/g, '').length - 1 - exponent))
    : text;
  return plain.includes('.') ? plain : `${plain}.0`;
}

function asciiText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
