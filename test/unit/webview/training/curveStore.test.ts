import assert from 'node:assert/strict';
import type { RowsMessage } from '../../../../webview/messages/training.js';
import { CurveStore } from '../../../../webview/training/curveStore.js';

describe('curves of a run', () => {
  const steps = { kind: 'step', stepsPerEpoch: 0, startedMs: 0 } as const;
  const rows = (from: number, columns: RowsMessage['columns'], sparse?: true): RowsMessage => {
    const step = columns[0]!.values.map((_, i) => 1 + from + i);
    const shared = { step, epoch: step, timeMs: step, complete: true, ...(sparse ? { sparse } : {}) };
    return { type: 'rows', run: 'a', table: 'steps', from, columns, ...shared };
  };
  const columnOf = (name: string, values: readonly number[], nan?: readonly number[]) => ({
    name,
    values: Float64Array.from(values),
    ...(nan ? { nan: Float64Array.from(nan) } : {}),
  });
  const ends = (store: CurveStore, name: string) => {
    const { raw, smooth } = store.curve('a', 'steps', name, steps, 0.5)!;
    return [raw.count, smooth!.count];
  };

  it('end at their last value, however long the run is', () => {
    const store = new CurveStore();
    store.receive(rows(0, [columnOf('l1', [1, 2, 3, 4]), columnOf('old', [1, 2, NaN, NaN])]));
    assert.deepEqual(ends(store, 'l1'), [4, 4]);
    assert.deepEqual(ends(store, 'old'), [2, 2]);
    store.receive(rows(4, [columnOf('old', [5])]));
    assert.deepEqual(ends(store, 'old'), [5, 5]);
    store.receive(rows(3, [columnOf('l1', [9])]));
    assert.deepEqual([ends(store, 'l1'), ends(store, 'old')], [[4, 4], [2, 2]]); // prettier-ignore
  });

  it('have NaN as a value that is marked, in tables and in tags of other programs', () => {
    for (const sparse of [undefined, true] as const) {
      const store = new CurveStore();
      store.receive(rows(0, [columnOf('l1', [1, NaN, NaN, NaN], [2, 3])], sparse));
      const { raw, step } = store.curve('a', 'steps', 'l1', steps, 0)!;
      const nan = [...raw.nan!.rows.subarray(0, raw.nan!.count)].map((row) => step[row]);
      assert.deepEqual(nan, [3, 4]);
      assert.equal(raw.count, sparse ? 3 : 4);
    }
  });
});
