import assert from 'node:assert/strict';
import { flatConfig } from '../../../../extension/runs/flatConfig.js';

describe('a configuration in a table', () => {
  it('has its values flat, by their places, and short lists as one text', () =>
    assert.deepEqual(
      flatConfig({
        schemaVersion: 1,
        name: 'x',
        plan: { lr: 2e-4, names: ['a', 'b'], deep: { on: true, none: null }, layers: [{ a: 1 }] },
      }),
      { name: 'x', 'plan.lr': 2e-4, 'plan.names': 'a, b', 'plan.deep.on': true, 'plan.deep.none': null },
    ));

  it('is cut where it is long or deep', () => {
    const deep = Array.from({ length: 20 }).reduce<object>((inner) => ({ inner }), { value: 1 });
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`key${i}`, i]));
    assert.deepEqual(flatConfig({ deep }), {});
    assert.equal(Object.keys(flatConfig(many)).length, 500);
    assert.equal((flatConfig({ text: 'x'.repeat(1000) }).text as string).length, 400);
  });
});
