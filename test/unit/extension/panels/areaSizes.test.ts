import assert from 'node:assert/strict';
import { areaSizesIn } from '../../../../extension/panels/areaSizes.js';

describe('sizes of areas', () => {
  it('are kept for each kind of page, the last ones given', () => {
    const stored = new Map<string, unknown>();
    const sizes = areaSizesIn({
      get: <T>(key: string, otherwise?: T) => (stored.get(key) ?? otherwise) as T,
      update: (key: string, value: unknown) => Promise.resolve(void stored.set(key, value)),
    });
    assert.deepEqual(sizes.of('viewer.js'), {});
    sizes.keep('viewer.js', { sidebarPx: 300, dockPx: 200 });
    sizes.keep('training.js', { sidebarPx: 250 });
    sizes.keep('viewer.js', { sidebarPx: 320 });
    assert.deepEqual(sizes.of('viewer.js'), { sidebarPx: 320 });
    assert.deepEqual(sizes.of('training.js'), { sidebarPx: 250 });
  });
});
