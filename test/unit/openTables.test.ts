// Tables stay open: the engine knows no row of theirs by name, so a built-in row can go, and a plug-in's can come, without
// a change to the files that use the table.

import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { readSources, type SourceFile } from './sourceTree.js';

const sources = readSources('engine');
const withoutExtension = (path: string) => path.replace(/\.ts$/, '');
const isList = ({ path }: SourceFile) => /^builtIn[A-Z]\w*\.ts$/.test(basename(path));
const importersOf = (path: string) =>
  sources.filter(({ imports }) => imports.some((imported) => imported.path === path));

/** Files of rows: those that the list imports from its room at its beginning, besides the table. */
function rowsOf(list: SourceFile): readonly string[] {
  const lines = list.text.split('\n');
  return list.imports.flatMap(({ path, room, line }) => {
    if (!lines[line - 1]!.startsWith('import ')) return [];
    const file = sources.find((one) => withoutExtension(one.path) === path);
    const isTable = file === undefined || file.text.includes('openTable<');
    return room === list.room && !isTable ? [path!] : [];
  });
}

describe('lists of built-in rows', () => {
  const lists = sources.filter(isList);

  it('are there for every table', () => {
    const tables = sources.filter(({ text }) => text.includes('= openTable<'));
    for (const { path } of tables)
      assert.ok(importersOf(withoutExtension(path)).some(isList), `${path} has no list: name it builtIn….ts`);
  });

  for (const list of lists) {
    it(`${list.path} is loaded by one file`, () =>
      assert.equal(importersOf(withoutExtension(list.path)).length, 1));

    it(`${list.path} alone knows its rows`, () => {
      for (const row of rowsOf(list))
        assert.deepEqual(
          importersOf(row).map(({ path }) => path),
          [list.path],
          row,
        );
    });
  }
});
