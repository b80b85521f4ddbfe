// Comments of a source file as a reader meets them: one block, or consecutive lines that begin with //, is one comment.

import ts from 'typescript';
import { parse, type SourceFile } from './sourceTree.js';

export interface Comment {
  /** First line, counted from 1. */
  readonly line: number;
  /** Prose without comment marks, up to the first tag such as @throws; never empty. */
  readonly prose: string;
}

interface Range {
  readonly pos: number;
  readonly end: number;
}

/** Instructions to tools and notices of licences are no prose. */
const NO_PROSE =
  /^(eslint|globals? |prettier|c8|v8|istanbul|webpack|@ts-|#|<reference|Copyright|SPDX|Licen[cs]ed)/i;

/** All comments that contain prose; strings, templates and text of JSX do not count. */
export function commentsOf({ path, text }: Pick<SourceFile, 'path' | 'text'>): Comment[] {
  const tree = parse(path, text);
  const lineAt = (pos: number) => tree.getLineAndCharacterOfPosition(pos);
  const groups: Range[][] = [];
  for (const range of commentRanges(tree)) {
    const last = groups.at(-1)?.at(-1);
    const continues =
      last &&
      isLineComment(text, range) &&
      isLineComment(text, last) &&
      lineAt(range.pos).line === lineAt(last.pos).line + 1 &&
      lineAt(range.pos).character === lineAt(last.pos).character;
    if (continues) groups.at(-1)!.push(range);
    else groups.push([range]);
  }
  return groups.flatMap((group) => {
    const prose = proseOf(group.map(({ pos, end }) => text.slice(pos, end)).join('\n'));
    return prose && !NO_PROSE.test(prose) ? [{ line: lineAt(group[0]!.pos).line + 1, prose }] : [];
  });
}

/** Ranges of the comments around every token, in the order of the file. */
function commentRanges(tree: ts.SourceFile): Range[] {
  const found = new Map<number, Range>();
  const texts: Range[] = [];
  const walk = (node: ts.Node) => {
    if (ts.isJSDoc(node)) return;
    if (ts.isJsxText(node)) texts.push(node);
    const children = node.getChildren(tree);
    children.forEach(walk);
    if (children.length > 0) return;
    for (const range of [
      ...(ts.getLeadingCommentRanges(tree.text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(tree.text, node.end) ?? []),
    ])
      found.set(range.pos, range);
  };
  walk(tree);
  return [...found.values()]
    .filter(({ pos }) => !texts.some((text) => text.pos <= pos && pos < text.end))
    .sort((a, b) => a.pos - b.pos);
}

function isLineComment(text: string, { pos }: Range): boolean {
  return text.startsWith('//', pos);
}

/** The words of a comment in one line; a tag and all that follows it are left out. */
function proseOf(comment: string): string {
  const lines = comment
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*(\/\/+|\/\*+|\*)?\s*/, '').trimEnd());
  const tag = lines.findIndex((line) => /^@\w/.test(line));
  return lines
    .slice(0, tag < 0 ? undefined : tag)
    .join(' ')
    .trim();
}
