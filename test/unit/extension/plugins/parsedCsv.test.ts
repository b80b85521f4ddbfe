// Tables that the engine has exported are read back.

import assert from 'node:assert/strict';
import { csvLine } from '../../../../engine/runlog/csvLines.js';
import { parsedCsv } from '../../../../extension/plugins/parsedCsv.js';

describe('a CSV file', () => {
  it('has the fields that were written', () => {
    const rows = [
      ['map', 'id', 'note'],
      ['Seg', 'a, "b"', ''],
      ['', 'two\nlines', 'x'],
    ];
    assert.deepEqual(parsedCsv(rows.map(csvLine).join('')), rows);
  });

  it('may end without a line end', () =>
    assert.deepEqual(parsedCsv('a,b\r\n1,'), [
      ['a', 'b'],
      ['1', ''],
    ]));

  it('is refused if a quote has no end', () => assert.throws(() => parsedCsv('"a,b\n'), /has no end/));
});
