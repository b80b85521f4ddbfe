// Any value as a MIME bundle: objects that show themselves, tables, pictures, and the text of everything else.

import { inspect } from 'node:util';
import type { OutputBundle } from '../protocol/outputs.js';
import { plainRows, tableBundle } from './tableBundle.js';

const INSPECT = {
  depth: 4,
  colors: false,
  breakLength: 100,
  maxArrayLength: 100,
  maxStringLength: 10_000,
} as const;
/** Letters of a value's text; the rest is left out. */
const MOST_LETTERS = 100_000;

/** Convention of other JavaScript kernels, which users' objects may follow. */
const JUPYTER_DISPLAY = Symbol.for('Jupyter.display');

export async function valueBundle(value: unknown): Promise<OutputBundle> {
  const own = showsItself(value);
  if (own) return checkedBundle(await own(), value);
  if (typeof value === 'string') return textBundle(value);
  const rows = plainRows(value);
  if (rows) return tableBundle(rows);
  return { 'text/plain': valueText(value) };
}

export function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : inspect(value, INSPECT);
  return text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS)}\n…`;
}

function showsItself(value: unknown): (() => unknown) | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { mimeBundle, [JUPYTER_DISPLAY]: jupyter } = value as {
    readonly mimeBundle?: unknown;
    readonly [JUPYTER_DISPLAY]?: unknown;
  };
  const method = [mimeBundle, jupyter].find((one) => typeof one === 'function');
  return method && (() => (method as () => unknown).call(value));
}

/** The object of a user may return anything. */
function checkedBundle(bundle: unknown, value: unknown): OutputBundle {
  const isBundle =
    typeof bundle === 'object' &&
    bundle !== null &&
    Object.entries(bundle).every(
      ([mime, data]) =>
        /^[\w.+-]+\/[\w.+-]+$/.test(mime) && data !== null && ['string', 'object'].includes(typeof data),
    );
  return isBundle ? (bundle as OutputBundle) : { 'text/plain': inspect(value, INSPECT) };
}

/** A text, or the picture that it is a data URL of. */
function textBundle(text: string): OutputBundle {
  const [, mime, data] = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  return mime && data ? { [mime]: data, 'text/plain': `<${mime}>` } : { 'text/plain': valueText(text) };
}
