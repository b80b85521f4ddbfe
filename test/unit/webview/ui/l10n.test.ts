import assert from 'node:assert/strict';
import ts from 'typescript';
import { readTextTable, setTextTable, t } from '../../../../webview/ui/l10n.js';
import { readSources, visitSyntax, type SourceFile } from '../../sourceTree.js';

describe('texts of a page', () => {
  afterEach(() => setTextTable({}));

  it('are English without a table, with values in their places', () => {
    assert.equal(t('Save'), 'Save');
    assert.equal(t('{0} of {1}', 59, 75), '59 of 75');
    assert.equal(t('{0} and {1}', 'one'), 'one and {1}');
  });

  it('come from the table, which may order the values anew', () => {
    setTextTable({ Save: 'Speichern', '{0} of {1}': 'aus {1}: {0}' });
    assert.equal(t('Save'), 'Speichern');
    assert.equal(t('{0} of {1}', 59, 75), 'aus 75: 59');
    assert.equal(t('Reset'), 'Reset');
    assert.equal(t('constructor'), 'constructor');
  });

  it('are read from JSON, of which damaged parts are dropped', () => {
    assert.deepEqual(readTextTable('{"Save":"Speichern","Reset":7}'), { Save: 'Speichern' });
    for (const damaged of ['', '{', 'null', '[]', '3']) assert.deepEqual(readTextTable(damaged), {});
  });
});

describe('sources of pages', () => {
  const sources = readSources('webview');
  /** Attributes that a user reads or hears. */
  const READ = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'label', 'caption', 'hint', 'name'];
  const HAS_WORDS = /\p{L}{2}/u;

  it('have no text outside of t(): every word can be translated', () => {
    const found = sources
      .filter(({ path }) => path.endsWith('.tsx'))
      .flatMap((file) =>
        bare(file, (node) => {
          if (ts.isJsxText(node)) return node.text;
          const isRead = ts.isJsxAttribute(node) && READ.includes(node.name.getText());
          return isRead && node.initializer && ts.isStringLiteral(node.initializer)
            ? node.initializer.text
            : undefined;
        }),
      );
    assert.deepEqual(found, []);
  });

  it('hand t() whole texts: a table of texts can be made from the sources', () => {
    const found = sources.flatMap((file) =>
      bare(file, (node) =>
        ts.isCallExpression(node) && node.expression.getText() === 't' && !isLiteral(node.arguments[0])
          ? node.getText()
          : undefined,
      ),
    );
    assert.deepEqual(found, []);
  });

  function bare(file: SourceFile, textOf: (node: ts.Node) => string | undefined): string[] {
    const found: string[] = [];
    visitSyntax(file, (node, line) => {
      const text = textOf(node);
      if (text !== undefined && HAS_WORDS.test(text)) found.push(`${file.path}:${line} ${text.trim()}`);
    });
    return found;
  }

  function isLiteral(node: ts.Expression | undefined): boolean {
    if (!node) return false;
    if (ts.isBinaryExpression(node)) return isLiteral(node.left) && isLiteral(node.right);
    return ts.isStringLiteralLike(node);
  }
});
