import assert from 'node:assert/strict';
import { csvCell, csvLine, csvLines } from '../../../engine/runlog/csvLines.js';

describe('CSV', () => {
  it('is quoted where it must be (RFC 4180)', () => {
    assert.equal(csvCell('plain'), 'plain');
    assert.equal(csvCell('a,b'), '"a,b"');
    assert.equal(csvCell('say "a"'), '"say ""a"""');
    assert.equal(csvCell('a\r\nb'), '"a\r\nb"');
  });

  it('has numbers with all their digits, and nothing for what is none', () => {
    assert.equal(csvLine([0.1 + 0.2, -1.5, NaN, null, undefined]), '0.30000000000000004,-1.5,,,\r\n');
  });

  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＠A1'])
    it(`has text that no spreadsheet takes for a formula: ${JSON.stringify(formula)}`, () =>
      assert.match(csvCell(formula), /^"?'/));

  it('begins with a byte order mark only when that is wanted', () => {
    assert.deepEqual([...csvLines([['µm']])], ['µm\r\n']);
    assert.deepEqual([...csvLines([['µm']], { bom: true })], ['\ufeff', 'µm\r\n']);
  });
});
