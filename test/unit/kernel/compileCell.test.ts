// Cells as scripts.

import assert from 'node:assert/strict';
import { runInThisContext } from 'node:vm';
import type { CellSyntaxError } from '../../../engine/kernel/cellSyntaxError.js';
import { compileCell, type CompiledCell } from '../../../engine/kernel/compileCell.js';
import type { CellLanguage } from '../../../engine/protocol/kernelRequests.js';

/** Runs cells one after the other with the simplest runtime; returns the last one's result. */
async function run(...cells: readonly string[]): Promise<unknown> {
  const shadowed = new Set<string>();
  const builtIn = new Set(['performance']);
  const all = globalThis as unknown as Record<string, unknown>;
  all.__deepliif = {
    wait: (value: unknown) => value,
    each: (values: unknown) => values,
    load: (name: string) => import(name) as Promise<unknown>,
    named: (name: string, value: object) => Object.defineProperty(value, 'name', { value: name }),
  };
  let result: unknown;
  for (const cell of cells) {
    const { script, declared } = compileCell(cell, 'typescript', shadowed, builtIn);
    for (const name of declared) if (!(name in all)) all[name] = undefined;
    result = await (runInThisContext(script) as Promise<unknown>);
  }
  return result;
}

describe('a cell as a script', () => {
  it('shares its variables with later cells', async () =>
    assert.equal(await run('const a: number = 2, { b, ...rest } = { b: 3, c: 4 }', 'a * b * rest.c'), 24));

  it('may declare a variable, a function and a class again', async () =>
    assert.equal(
      await run(
        'let v = 1\nfunction f() { return 1 }\nclass C { n = 1 }',
        'const v = 10; function f(): number { return 20 }\nclass C { n = 30 }',
        'v + f() + new C().n',
      ),
      60,
    ));

  it('calls the newest function, from earlier cells as well', async () =>
    assert.equal(
      await run('function f() { return 1 }; const g = () => f()', 'function f() { return 2 }', 'g()'),
      2,
    ));

  it('calls functions above their declaration, under their own names', async () =>
    assert.equal(await run('const n = f.name\nfunction f() {}', 'n'), 'f'));

  it('awaits at its top level, and its result', async () =>
    assert.equal(
      await run('const x = await Promise.resolve(4)\nfor await (const y of [1]) {}', 'Promise.resolve(x)'),
      4,
    ));

  it('imports a module, and nothing for types', async () =>
    assert.equal(
      await run(
        "import path, { sep as s, type ParsedPath } from 'node:path'\nimport * as os from 'node:os'\nimport type { X } from './none.js'",
        'path.sep === s && typeof os.cpus',
      ),
      'function',
    ));

  it('has enums, namespaces and classes that use themselves', async () =>
    assert.equal(
      await run('enum E { A = 2, B = E.A * 2 }\nclass S { static one = new S(); n = 3 }', 'E.B + S.one.n'),
      7,
    ));

  it('leaves a global of Node to the engine when a cell uses its name', async () => {
    const { performance: before } = globalThis;
    const code = 'const performance = { a: 1 }; const o = { performance }';
    assert.equal(await run(code, 'performance.a + o.performance.a'), 2);
    assert.equal(globalThis.performance, before);
  });

  it('does not return what is assigned last', async () =>
    assert.equal(await run('let q = 1', 'q = 5'), undefined));

  it('leaves a global alone whose name it gives to a type only', async () =>
    assert.equal(
      await run(
        'interface performance { n: number }\nimport { type URL as performance } from "node:url"',
        'typeof performance.now()',
      ),
      'number',
    ));

  it('needs no semicolons', async () => assert.equal(await run('Math.max(1)\nconst z = 1\nlet y\nz'), 1));
});

describe('places in a cell', () => {
  const placeOfThrow = (code: string, language: CellLanguage = 'typescript') => {
    const compiled: CompiledCell = compileCell(code, language, new Set(), new Set());
    const lines = compiled.script.split('\n');
    const line = lines.findIndex((text) => text.includes('throw'));
    return compiled.placeOf(line, lines[line]!.indexOf('throw'));
  };

  it('are those of the user’s text, below types and imports that are left out', () =>
    assert.deepEqual(
      placeOfThrow(
        "import {\n  a,\n} from 'x'\ninterface I {\n  n: number\n}\nconst f = () => {\n  throw 1\n}",
      ),
      { line: 7, column: 2 },
    ));

  it('are exact behind edits in the same line', () =>
    assert.deepEqual(placeOfThrow('const a = await b, f = () => { throw 1 }'), { line: 0, column: 31 }));

  it('of a syntax error come with its message', () =>
    assert.throws(
      () => compileCell('const a = 1\nconst = 2', 'typescript', new Set(), new Set()),
      (error: CellSyntaxError) => error.place.line === 1 && error.message.includes('declaration expected'),
    ));
});
