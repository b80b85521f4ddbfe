import assert from 'node:assert/strict';
import { inEnglish, l10n } from '../../../../extension/workbench/l10n.js';

describe('a message outside VS Code', () => {
  it('is the English one, filled in', () =>
    assert.equal(inEnglish('{1} of {0}, {1}', 3, 'two'), 'two of 3, two'));

  it('keeps a place that has no value', () => assert.equal(inEnglish('{0} and {1}', 'a'), 'a and {1}'));

  it('is what modules get that ask for a translation', () =>
    assert.equal(l10n.t('{0} cells', 59), '59 cells'));
});
