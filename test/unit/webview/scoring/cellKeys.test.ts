import assert from 'node:assert/strict';
import { cellKey } from '../../../../webview/scoring/cellKeys.js';

const press = (key: string, held: readonly string[] = []) =>
  cellKey({
    key,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    shiftKey: held.includes('shift'),
    altKey: held.includes('alt'),
  });

describe('keys of cells', () => {
  it('edit the selected cells', () =>
    assert.deepEqual(
      ['f', 'F', 'p', 'n', 'Delete', 'r', 'Escape', 'x'].map((key) => press(key)),
      ['flip', 'flip', 'positive', 'negative', 'exclude', 'restore', 'clear', undefined],
    ));

  it('undo and redo, on every system', () => {
    assert.deepEqual([press('z', ['ctrl']), press('z', ['meta'])], ['undo', 'undo']);
    assert.deepEqual([press('Z', ['ctrl', 'shift']), press('y', ['ctrl'])], ['redo', 'redo']);
  });

  it('leave the combinations of VS Code alone', () => {
    assert.equal(press('f', ['ctrl']), undefined);
    assert.equal(press('r', ['ctrl', 'shift']), undefined);
  });
});
