import assert from 'node:assert/strict';
import { csvField, tsvField } from '../../../engine/exports/cellTable.js';

describe('a field of a table', () => {
  it('is quoted in CSV where it must be (RFC 4180)', () => {
    assert.equal(csvField('plain'), 'plain');
    assert.equal(csvField('a,b'), '"a,b"');
    assert.equal(csvField('say "a"'), '"say ""a"""');
    assert.equal(csvField('a\r\nb'), '"a\r\nb"');
    assert.equal(csvField(undefined), '');
  });

  it('has spaces for what separates in TSV', () => assert.equal(tsvField('a\tb\nc'), 'a b c'));

  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])
    it(`is no formula: ${JSON.stringify(formula)}`, () => {
      assert.match(csvField(formula), /^"?'/);
      assert.match(tsvField(formula), /^'/);
    });

  it('leaves numbers alone', () => assert.equal(csvField(-1.5), '-1.5'));
});
