import assert from 'node:assert/strict';
import type { TrainingState } from '../../../../webview/messages/training.js';
import { nextSelection, selectedRuns, withSelection } from '../../../../webview/training/selected.js';
import { head } from './runHeads.js';

describe('selected runs', () => {
  const state = (selected: readonly string[], turn: number): TrainingState => ({
    trusted: true,
    runs: [head('a'), head('b')],
    selected,
    turn,
    roots: [],
    notices: [],
  });
  it('stay as the user selected them until the extension host has received it', () => {
    const first = nextSelection(['/runs/a'], undefined, state([], 0));
    const second = nextSelection(['/runs/a', '/runs/b'], first, state([], 0));
    assert.deepEqual([first.turn, second.turn], [1, 2]);
    assert.deepEqual(withSelection(state([], 0), second).selected, second.runs);
    assert.deepEqual(withSelection(state(['/runs/a'], 1), second).selected, second.runs);
  });
  it('are those of the extension host from then on', () => {
    const last = nextSelection(['/runs/a'], undefined, state([], 0));
    assert.deepEqual(withSelection(state(['/runs/b'], 1), last).selected, ['/runs/b']);
    assert.deepEqual(withSelection(state(['/runs/b'], 0), undefined).selected, ['/runs/b']);
  });
  it('count on in a page that was loaded again', () =>
    assert.equal(nextSelection(['/runs/a'], undefined, state([], 7)).turn, 8));
  it('come in the order of their selection, without those that are gone', () =>
    assert.deepEqual(
      selectedRuns(state(['/runs/b', '/runs/gone', '/runs/a'], 0)).map(({ name }) => name),
      ['b', 'a'],
    ));
});
