// JSON that differs only where its values do: keys in alphabetical order, two spaces, lists of numbers on one line.

/** Ends with a line feed. */
export function sortedJson(value: unknown): string {
  return `${text(value, '')}\n`;
}

function text(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null))
      return `[${value.map((item) => text(item, '')).join(', ')}]`;
    return `[\n${value.map((item) => inner + text(item, inner)).join(',\n')}\n${indent}]`;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${text(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
