import assert from 'node:assert/strict';
import { readSweepView } from '../../../../webview/sweep/sweepView.js';

describe('saved view of a sweep', () => {
  it('keeps plots with their choices, each once, and drops unknown ones', () =>
    assert.deepEqual(
      readSweepView({
        plots: [{ id: 'slice', axes: ['param:a'], wide: false }, { id: 'gone' }, { id: 'slice' }, 4],
      }).plots,
      [{ id: 'slice', wide: false, axes: ['param:a'] }],
    ));

  it('keeps a selection, and drops what is none', () =>
    assert.deepEqual(
      readSweepView({
        selection: { ranges: { a: [[1, 2], [3], 'x'], b: [[2, 1]] }, states: ['failed', 'odd'], best: 0 },
      }).selection,
      { ranges: { a: [[1, 2]] }, states: ['failed'] },
    ));

  it('has defaults for a state of another form', () => {
    const { tab, sort, logValues } = readSweepView('nothing');
    assert.deepEqual(
      { tab, sort, logValues },
      { tab: 'trials', sort: { by: 'number', descending: true }, logValues: false },
    );
  });
});
