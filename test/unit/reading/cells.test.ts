// Cell files as the engine lays them out, in other layouts, and damaged.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCells } from '../../../engine/reading/cells.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import { cellsOf, ROWS, writeResult } from '../exports/storedResult.js';

describe('a file of cells', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-cells-'));
    file = join(folder, 'cells.json');
    await writeResult(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const refused = (words: RegExp) =>
    assert.rejects(
      readCells(folder, 'cells.json'),
      (error) => error instanceof EngineError && error.code === 'usage' && words.test(error.message),
    );

  it('is read line by line, and as a whole when it has other lines', async () => {
    const { cells } = await readCells(folder, 'cells.json');
    assert.deepEqual(cells, cellsOf(ROWS));
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify(json, null, 2));
    assert.deepEqual((await readCells(folder, 'cells.json')).cells, cells);
  });

  it('is refused when it is cut off between two cells or within one', async () => {
    const text = await readFile(file, 'utf8');
    const lines = text.split('\n');
    await writeFile(file, lines.slice(0, 3).join('\n'));
    await refused(/cells\.json: is cut off.*analyse the image again/);
    await writeFile(file, text.slice(0, text.length - 40));
    await refused(/cells\.json: cannot be read as JSON/);
  });

  it('is refused when a cell is broken, with its number', async () => {
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"size":7', '"size":-7'));
    await refused(/cells\.json: Cell 1 .*"size"/);
    await writeFile(file, text.replace('"marker":200', '"marker":2000'));
    await refused(/cells\[0\]\.marker/);
  });

  it('is refused when it is missing', async () => {
    await rm(file);
    await refused(/cells\.json: is missing\. The result is damaged/);
  });

  it('is refused when it is a folder', async () => {
    await rm(file);
    await assert.rejects(readCells(folder, '.'), EngineError);
  });
});
