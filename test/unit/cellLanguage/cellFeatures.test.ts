// Language features across the cells of a notebook.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cellFeatures } from '../../../engine/cellLanguage/cellFeatures.js';
import type { CellLanguage } from '../../../engine/protocol/kernelRequests.js';

describe('the language service of cells', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepliif-cells-'));
  const service = cellFeatures(folder);
  after(() => rmSync(folder, { recursive: true, force: true }));
  const set = (...codes: readonly (string | readonly [code: string, language: CellLanguage])[]) =>
    service.set(
      codes.map((code, i) =>
        typeof code === 'string'
          ? { id: `c${i}`, code, language: 'typescript' }
          : { id: `c${i}`, code: code[0], language: code[1] },
      ),
    );
  const end = (cell: string, code: string) => {
    const lines = code.split('\n');
    return { cell, line: lines.length - 1, column: lines.at(-1)!.length };
  };
  const names = (cell: string, code: string, beside = false) =>
    service.completions(end(cell, code), beside).map(({ name }) => name);
  const messages = () =>
    service.problems().map(({ cell, start, message }) => `${cell}:${start.line} ${message}`);

  it('completes variables of earlier cells and their members', () => {
    set('const counts = { positive: 3, negative: 4 };', 'counts.');
    assert.deepEqual(names('c1', 'counts.').sort(), ['negative', 'positive']);
  });

  it('completes and explains deepliif and what its functions return', () => {
    const code = 'const result = await deepliif.infer("a.png");';
    set(code, 'result.scores.Seg.');
    assert.ok(names('c1', 'result.scores.Seg.').includes('percent_pos'));
    const hover = service.hover({ cell: 'c0', line: 0, column: code.indexOf('infer') }, false);
    assert.match(hover!.declaration, /infer\(image: string, options\?: InferOptions\): Promise<Result>/);
    assert.match(hover!.documentation, /Analyses an image/);
  });

  it('leaves out what a service for single cells offers, if there is one beside it', () => {
    set('const shared = 1', 'const own = 2\n');
    const offered = names('c1', 'const own = 2\n', true);
    assert.deepEqual(
      [offered.includes('shared'), offered.includes('own'), offered.includes('Math')],
      [true, false, false],
    );
    assert.ok(offered.includes('deepliif'));
  });

  it('finds errors at their places, and none in redeclarations, imports, awaits or Node’s modules', () => {
    set(
      'import { join } from "node:path"\nconst a = 1; let b: string = join("x")',
      'const a = "text"\na.length\nexport function f() {}',
      'function f() { return later }\nawait null; console.log(process.pid, b)',
      'const later = 1\nconst wrong: number = a\nnowhere',
    );
    assert.deepEqual(messages(), [
      "c3:1 Type 'string' is not assignable to type 'number'.",
      "c3:2 Cannot find name 'nowhere'.",
    ]);
  });

  it('checks imports from the workspace', () => {
    writeFileSync(join(folder, 'lib.ts'), 'export const n: number = 1;');
    set('\nimport { n, missing } from "./lib"\nn.toFixed()\nimport x from "./none.js"');
    assert.deepEqual(
      messages().map((text) => text.slice(0, 45)),
      [
        'c0:1 Module \'"./lib"\' has no exported member ',
        "c0:3 Cannot find module './none.js' or its cor",
      ].map((text) => text.slice(0, 45)),
    );
  });

  it('keeps two notebooks of a folder apart', () => {
    const problems = ['const fine = 1', 'nowhere'].map((code) => {
      const notebook = cellFeatures(folder);
      notebook.set([{ id: 'c0', code, language: 'typescript' }]);
      return { notebook, messages: notebook.problems().map(({ message }) => message) };
    });
    assert.deepEqual(
      problems.map(({ messages: found }) => found),
      [[], ["Cannot find name 'nowhere'."]],
    );
    problems.forEach(({ notebook }) => notebook.dispose());
  });

  it('does not judge types in JavaScript', () => {
    set(['const o = {}; o.x = 1', 'javascript']);
    assert.deepEqual(messages(), []);
  });

  it('shows signatures, and finds definitions in other cells', () => {
    set('/** Doubles. */\nfunction twice(n: number) { return 2 * n }', 'twice(');
    const help = service.signatures(end('c1', 'twice('));
    assert.equal(help?.signatures[0]?.label, 'twice(n: number): number');
    assert.deepEqual(service.definitions({ cell: 'c1', line: 0, column: 2 }), [
      { cell: 'c0', start: { line: 1, column: 9 }, end: { line: 1, column: 14 } },
    ]);
  });
});
