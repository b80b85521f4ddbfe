import assert from 'node:assert/strict';
import { themeKindOf } from '../../../../webview/ui/theme.js';

describe('the kind of theme', () => {
  const kind = (name: string) => themeKindOf({ contains: (each: string) => each === name });

  it('follows from the class of a webview’s body', () => {
    assert.deepEqual(kind('vscode-dark'), { light: false, highContrast: false });
    assert.deepEqual(kind('vscode-light'), { light: true, highContrast: false });
    assert.deepEqual(kind('vscode-high-contrast'), { light: false, highContrast: true });
    assert.deepEqual(kind('vscode-high-contrast-light'), { light: true, highContrast: true });
  });
});
