// Replacements in a text that keep its lines, so that an error names the line that the user sees.

/** Replaces the letters from `at` to `end` by `text`; with `at` = `end` it is inserted. */
export interface TextEdit {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** Text with the line breaks of `source` and nothing else, to stand where `source` was erased. */
export function lineBreaksOf(source: string): string {
  return source.replace(/[^\n]/g, '');
}

/** Edits in the order of their places; those at one place stay in the order given. */
function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => a.at - b.at || a.end - b.end);
}

export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  let done = 0;
  const pieces: string[] = [];
  for (const { at, end, text } of inOrder(edits)) {
    pieces.push(source.slice(done, at), text);
    done = end;
  }
  return pieces.join('') + source.slice(done);
}

/** Offset in the source of an offset in the edited text; in inserted text, the place of its edit. */
export function offsetBefore(edits: readonly TextEdit[], offset: number): number {
  let shift = 0;
  for (const { at, end, text } of inOrder(edits)) {
    const start = at + shift;
    if (offset < start) break;
    if (offset < start + text.length) return at;
    shift += text.length - (end - at);
  }
  return offset - shift;
}
