// Parses JSON from outside: UTF-8, an object at the top, and no duplicate key in any object (parsers disagree about
// which one counts, so a checker and a user could see different files). The caller bounds the size.

import { asError } from '../protocol/errors.js';
import { brokenFile, PLAIN_FILE, quoted, type FileKind } from './fileBytes.js';

/** Drops a byte order mark at the beginning, which some editors write. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Manifests and headers have four levels. V8 takes seconds to parse a million. */
const MAXIMUM_DEPTH = 50;

/** @throws EngineError with code `kind.broken` */
export function parseJsonObject(
  bytes: Uint8Array,
  where: string,
  kind: FileKind = PLAIN_FILE,
): Readonly<Record<string, unknown>> {
  let text: string;
  let value: unknown;
  try {
    text = UTF8.decode(bytes);
    if (depthOf(text) > MAXIMUM_DEPTH) throw new Error(`nested more than ${MAXIMUM_DEPTH} levels deep`);
    value = JSON.parse(text);
  } catch (thrown) {
    throw brokenFile(where, `cannot be read as JSON: ${asError(thrown).message}`, kind, thrown);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw brokenFile(where, 'expected a JSON object { … }', kind);
  const duplicate = findDuplicateKey(text);
  if (duplicate !== undefined) throw brokenFile(where, `has the key ${quoted(duplicate)} twice`, kind);
  return value as Readonly<Record<string, unknown>>;
}

/**
 * Deepest level of brackets outside of strings. Correct only up to the first syntax error, where JSON.parse stops too.
 */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (letter === '"') i = stringEnd(text, i) - 1;
    else if (letter === '{' || letter === '[') deepest = Math.max(deepest, ++depth);
    else if (letter === '}' || letter === ']') depth--;
  }
  return deepest;
}

/** Finds a duplicate key. `text` is known to be well-formed, so only strings, braces and colons matter. */
function findDuplicateKey(text: string): string | undefined {
  const objects: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') objects.push(new Set());
    else if (text[i] === '}') objects.pop();
    else if (text[i] === '"') {
      const end = stringEnd(text, i);
      if (isFollowedByColon(text, end)) {
        const key = JSON.parse(text.slice(i, end)) as string;
        const keys = objects.at(-1)!;
        if (keys.has(key)) return key;
        keys.add(key);
      }
      i = end - 1;
    }
  }
  return undefined;
}

/** Index after the closing quote of the string that opens at `start`, or the end of the text. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}

function isFollowedByColon(text: string, start: number): boolean {
  let i = start;
  while (/\s/.test(text[i] ?? '')) i++;
  return text[i] === ':';
}
