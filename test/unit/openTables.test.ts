// Tables stay open: the engine knows no row of theirs by name, so a built-in row can go, and a plug-in's can come, without
// a change to the files that use the table. Without the files of all built-in rows, and with empty lists, the rest compiles.

import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { readSources, type SourceFile } from './sourceTree.js';

const sources = readSources('engine');
const withoutExtension = (path: string) => path.replace(/\.ts$/, '');
const isList = ({ path }: SourceFile) => /^builtIn[A-Z]\w*\.ts$/.test(basename(path));
const everything = readSources('engine', 'extension', 'webview');
const importersOf = (path: string) =>
  everything.filter(({ imports }) => imports.some((imported) => imported.path === path));

/** Samplers and pruners are mathematics of another room; some build on others. */
const MATHEMATICS = /^engine\/sweep\/(\w+(Sampler|Pruner)|tpe)$/;

/** Files of rows: those that the list imports from its room at its beginning, besides the table, and mathematics of searches. */
function rowsOf(list: SourceFile): readonly string[] {
  const lines = list.text.split('\n');
  return list.imports.flatMap(({ path, room, line }) => {
    if (!lines[line - 1]!.startsWith('import ')) return [];
    const file = sources.find((one) => withoutExtension(one.path) === path);
    const isTable = file === undefined || file.text.includes('openTable<');
    return (room === list.room && !isTable) || MATHEMATICS.test(path ?? '') ? [path!] : [];
  });
}

describe('lists of built-in rows', () => {
  const lists = sources.filter(isList);

  it('of plug-ins’ kinds name what they list', () => {
    const rows = lists.flatMap((list) => rowsOf(list).map((row) => [basename(list.path, '.ts'), row]));
    const count = (name: string) => rows.filter(([list]) => list === name).length;
    assert.deepEqual(
      ['Exporters', 'Readers', 'Scorers', 'PostProcessors', 'StainPresets', 'Samplers', 'Pruners'].map(
        (name) => count(`builtIn${name}`),
      ),
      [5, 4, 3, 3, 1, 4, 6],
    );
  });

  it('are there for every table', () => {
    const tables = sources.filter(({ text }) => text.includes('= openTable<'));
    for (const { path } of tables)
      assert.ok(importersOf(withoutExtension(path)).some(isList), `${path} has no list: name it builtIn….ts`);
  });

  for (const list of lists) {
    it(`${list.path} is loaded by one file, for its effect alone`, () => {
      const importers = importersOf(withoutExtension(list.path));
      assert.equal(importers.length, 1);
      const line = importers[0]!.text
        .split('\n')
        .find((one) => one.includes(`${basename(list.path, '.ts')}.js`));
      assert.match(line!, /^import '\.\/\w+\.js';$/);
    });

    it(`${list.path} alone knows its rows`, () => {
      const rows = rowsOf(list);
      for (const row of rows) {
        const importers = importersOf(row).map(({ path }) => path);
        const others = importers.filter(
          (path) => path !== list.path && !rows.includes(withoutExtension(path)),
        );
        assert.deepEqual(others, [], `${row} is a row, which only its list may know`);
      }
    });
  }
});
