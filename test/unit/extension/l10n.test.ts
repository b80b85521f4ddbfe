// Everything that the extension host says to people can be translated: it goes through l10n.t, and the bundle has it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { BUNDLE_FILE, bundleText, messageUses } from '../../l10nMessages.js';
import { readSources, ROOT, visitSyntax, type SourceFile } from '../sourceTree.js';

describe('messages of the extension host', () => {
  const sources = readSources('extension');
  const uses = messageUses(sources);
  const placesOf = (wrong: readonly { readonly place: string }[]) => wrong.map(({ place }) => place);

  it('are all in the bundle with those of pages, and no others; "node test/writeL10n.mjs" writes it anew', () => {
    assert.ok(uses.length > 100, 'they are found at all');
    assert.equal(readFileSync(join(ROOT, BUNDLE_FILE), 'utf8'), bundleText(messageUses()));
  });

  it('are plain strings, which translators can find', () =>
    assert.deepEqual(placesOf(uses.filter(({ message }) => message === undefined)), []));

  it('have a value for each of their places, and a place for each value', () => {
    const places = (message: string) => new Set([...message.matchAll(/\{(\d+)\}/g)].map(([, n]) => n)).size;
    assert.deepEqual(
      placesOf(uses.filter(({ message, fillings }) => places(message ?? '') !== fillings)),
      [],
    );
  });

  it('are asked for when they are needed, not when their module is loaded', () =>
    assert.deepEqual(placesOf(uses.filter(({ atLoad }) => atLoad)), []));

  it('go through l10n.t wherever VS Code shows them', () =>
    assert.deepEqual(sources.filter(saysSomething).flatMap(untranslated), []));

  for (const [text, isRight] of [
    ["vscode.window.showErrorMessage('No image is open.')", false],
    ['vscode.window.showErrorMessage(`${name} is gone.`)', false],
    ["new EngineError('usage', folder + ' is gone.')", false],
    ["const options = { title: isNew ? 'New run' : name }", false],
    ["vscode.window.showErrorMessage(vscode.l10n.t('No image is open.'))", true],
    ["new EngineError('usage', problem)", true],
    ["const options = { title: 'DeepLIIF', label: `$(check) ${name}` }", true],
  ] as const)
    it(`${isRight ? 'may' : 'must not'} be given as ${text}`, () => {
      const file = { path: 'extension/a.ts', room: 'extension', text, imports: [] };
      assert.deepEqual(untranslated(file), isRight ? [] : ['extension/a.ts:1']);
    });
});

/** Modules of the workbench; readers of records word their errors themselves, as the engine does. */
function saysSomething({ imports }: SourceFile): boolean {
  return imports.some(({ from }) => from === 'vscode' || from.endsWith('/workbench/l10n.js'));
}

/** Options of dialogs, lists, notifications and rows that are texts for people. */
const TEXTS = ['title', 'placeHolder', 'prompt', 'openLabel', 'detail', 'description', 'tooltip', 'label'];
const SAYING = /\.(show(Information|Warning|Error)Message|setStatusBarMessage)$/;

/** Places where a text of words is given as it is. */
function untranslated(file: SourceFile): readonly string[] {
  const found: string[] = [];
  visitSyntax(file, (node, line) => {
    const texts =
      ts.isNewExpression(node) && /^(EngineError|EngineGoneError)$/.test(node.expression.getText())
        ? [node.arguments?.at(-1)]
        : ts.isCallExpression(node) && SAYING.test(node.expression.getText())
          ? node.arguments
          : ts.isPropertyAssignment(node) && TEXTS.includes(node.name.getText())
            ? [node.initializer]
            : [];
    if (texts.some((text) => text !== undefined && hasWords(text))) found.push(`${file.path}:${line}`);
  });
  return found;
}

/** True if the text itself has words, apart from the product's name, icons and values. */
function hasWords(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node)) return isWords(node.text);
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].some(isWords);
  if (ts.isBinaryExpression(node)) return hasWords(node.left) || hasWords(node.right);
  return ts.isConditionalExpression(node) && (hasWords(node.whenTrue) || hasWords(node.whenFalse));
}

function isWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replace(/\$\([\w-]*\)?|DeepLIIF/g, ''));
}
