import assert from 'node:assert/strict';
import type { ListedResult } from '../../../../engine/reading/listResults.js';
import { resultDescription, resultLines } from '../../../../extension/results/resultText.js';
import { RECORD, SCORES } from '../../reading/writtenResult.js';

const listed: ListedResult = {
  folder: '/results/a',
  name: 'a',
  madeAtMs: 0,
  record: RECORD,
  scoring: { Seg: SCORES },
};

describe('a result in words', () => {
  it('is its share of positive cells, model, backend, tiles and thresholds', () => {
    assert.equal(resultDescription(listed), '10.2 % positive · 59 cells');
    const text = resultLines(listed).join('\n');
    for (const part of [
      'Mine (mine)',
      'onnxruntime, int8',
      '9 of 256 px',
      'segmentation > 120, size > 48 px',
    ])
      assert.ok(text.includes(part), part);
  });

  it('says in the list and in its tooltip that a demo model made it', () => {
    const record = { ...RECORD, model: { ...RECORD.model!, demo: true } };
    assert.equal(
      resultDescription({ ...listed, record }),
      '10.2 % positive · 59 cells · demo model: not for results',
    );
    assert.ok(resultLines({ ...listed, record }).includes('demo model: not for results'));
  });

  it('says that its scores contain classes set by hand', () => {
    const corrected = { ...listed, correctedMaps: ['Seg'] };
    assert.equal(resultDescription(corrected), '10.2 % positive · 59 cells · corrected by hand');
    assert.match(resultLines(corrected)[0]!, /\(10\.2 % positive\), corrected by hand$/);
  });

  it('says when it is damaged, and when nothing of it can be read', () => {
    assert.equal(resultDescription({ ...listed, problem: 'dapi.png is missing' }), 'damaged');
    const unreadable = { folder: '/results/a', name: 'a', madeAtMs: 0, scoring: {}, problem: 'not JSON' };
    assert.equal(resultDescription(unreadable), 'cannot be read');
    assert.deepEqual(resultLines(unreadable), ['not JSON', '/results/a']);
  });
});
