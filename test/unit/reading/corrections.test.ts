import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCorrections } from '../../../engine/reading/corrections.js';

describe('classes set by hand', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-corrections-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (value: unknown) => writeFileSync(join(folder, 'corrections.json'), JSON.stringify(value));
  const one = { map: 'Seg', x: 1, y: 2, positive: true, at: '2026-01-01T00:00:00.000Z' };

  it('are read in their order, and need not be there', async () => {
    assert.deepEqual(await readCorrections(folder), []);
    write({ schemaVersion: 1, corrections: [one, { ...one, x: 9 }] });
    assert.deepEqual(await readCorrections(folder), [one, { ...one, x: 9 }]);
  });

  it('are refused when one is broken, with its place and what to do', async () => {
    write({ schemaVersion: 1, corrections: [{ ...one, at: 'yesterday' }] });
    await assert.rejects(readCorrections(folder), {
      code: 'usage',
      message: /corrections\[0\]\.at: a time as ISO 8601 writes it expected.*Restore the file from a copy/,
    });
  });
});
