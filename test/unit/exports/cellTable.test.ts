import assert from 'node:assert/strict';
import { tsvField } from '../../../engine/exports/cellTable.js';

describe('a field of a table with tabs', () => {
  it('has spaces for what separates', () => assert.equal(tsvField('a\tb\nc'), 'a b c'));

  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])
    it(`is no formula: ${JSON.stringify(formula)}`, () => assert.match(tsvField(formula), /^'/));

  it('leaves numbers alone', () => assert.equal(tsvField(-1.5), '-1.5'));
});
