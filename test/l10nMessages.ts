// Messages of the extension host and of pages that can be translated, found in the sources: for the script that writes them down,
// and for the test that compares.

import ts from 'typescript';
import { readSources, visitSyntax, type SourceFile } from './unit/sourceTree.js';

/** Name and text of each is the English message; translations lie beside it, as bundle.l10n.de.json does. */
export const BUNDLE_FILE = 'l10n/bundle.l10n.json';

export interface MessageUse {
  /** Undefined if the message is no plain string, which could not be translated. */
  readonly message: string | undefined;
  /** Number of values that fill its places. */
  readonly fillings: number;
  /** "extension/a.ts:12". */
  readonly place: string;
  /** Evaluated with its module, before VS Code may have loaded the translations. */
  readonly atLoad: boolean;
}

/** Calls of `l10n.t`, VS Code's own and that of extension/workbench/l10n.ts, and of `t` in pages (webview/ui/l10n.ts). */
export function messageUses(
  sources: readonly SourceFile[] = readSources('extension', 'webview'),
): MessageUse[] {
  return sources.flatMap((file) => {
    const uses: MessageUse[] = [];
    const translator = file.path.startsWith('webview/') ? /^t$/ : /(^|\.)l10n\.t$/;
    visitSyntax(file, (node, line) => {
      if (!ts.isCallExpression(node) || !translator.test(node.expression.getText())) return;
      const [message, ...fillings] = node.arguments;
      uses.push({
        message: message && ts.isStringLiteralLike(message) ? message.text : undefined,
        fillings: fillings.length,
        place: `${file.path}:${line}`,
        atLoad: !isInFunction(node),
      });
    });
    return uses;
  });
}

/** Content of the bundle, sorted. */
export function bundleText(uses: readonly MessageUse[]): string {
  const messages = [...new Set(uses.flatMap(({ message }) => message ?? []))].sort();
  return `${JSON.stringify(Object.fromEntries(messages.map((message) => [message, message])), null, 2)}\n`;
}

function isInFunction(node: ts.Node): boolean {
  for (let above = node.parent; !ts.isSourceFile(above); above = above.parent)
    if (ts.isFunctionLike(above)) return true;
  return false;
}
