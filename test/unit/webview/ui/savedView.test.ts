import assert from 'node:assert/strict';
import { withChange } from '../../../../webview/ui/savedView.js';

describe('a view with a change', () => {
  interface View {
    readonly tab: string;
    readonly step?: number;
  }
  const view: View = { tab: 'curves', step: 7 };

  it('has the changed parts and the others', () =>
    assert.deepEqual(withChange(view, { tab: 'samples' }), { tab: 'samples', step: 7 }));

  it('has no part that was set to undefined', () =>
    assert.deepEqual(Object.keys(withChange<View>(view, { step: undefined })), ['tab']));
});
