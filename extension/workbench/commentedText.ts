// Text of a JSON file with comments that the extension writes for people to change: parts, each with a comment and its
// entries. Objects may be parts themselves.

import { isAbsolute, relative, sep } from 'node:path';

/** A comment, and the entries below it. A part without entries is left out. */
export type TextPart = readonly [
  comment: string,
  entries: readonly (readonly [key: string, value: unknown])[],
];

/** An object over several lines, with comments of its own. */
export class TextBlock {
  constructor(readonly parts: readonly TextPart[]) {}
}

/** @param opening first line, a comment about the whole file */
export function commentedText(opening: string, parts: readonly TextPart[]): string {
  return `// ${opening}\n${blockText(parts, '')}\n`;
}

function blockText(parts: readonly TextPart[], indent: string): string {
  const inner = `${indent}  `;
  const lines = parts.flatMap(([comment, entries]) =>
    entries.length === 0
      ? []
      : [
          ...(comment === '' ? [] : [`${inner}// ${comment}`]),
          ...entries.map(([key, value]) => `${inner}${JSON.stringify(key)}: ${valueText(value, inner)},`),
        ],
  );
  // JSON has no comma after the last entry.
  if (lines.length > 0) lines[lines.length - 1] = lines.at(-1)!.replace(/,$/, '');
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function valueText(value: unknown, indent: string): string {
  return value instanceof TextBlock ? blockText(value.parts, indent) : spaced(value);
}

/** JSON on one line with spaces: [1, 2], { "low": 1 }. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${spaced(one)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** Relative with "/" if the path lies below the folder, else absolute. */
export function pathFrom(folder: string, to: string): string {
  const way = relative(folder, to);
  if (way === '') return '.';
  return way.startsWith('..') || isAbsolute(way) ? to : way.split(sep).join('/');
}
