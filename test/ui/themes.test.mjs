// Result panel in VS Code's themes and in small windows: nothing is cut off, controls do not overlap, and all text has the
// contrast that reading needs.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { faultsOfContrast } from './faultsOfContrast.mjs';
import { faultsOfLayout } from './faultsOfLayout.mjs';
import { showResult } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

/** Name in the list of themes, class of a webview's body in it. */
const THEMES = [
  ['Light Modern', 'vscode-light'],
  ['Dark High Contrast', 'vscode-high-contrast'],
  ['Light High Contrast', 'vscode-high-contrast-light'],
  ['Dark Modern', 'vscode-dark'],
];

describe('a user with other eyes or another screen', () => {
  let window;
  let panel;
  before(async () => {
    window = await theWindow();
    panel = await showResult(window, 'tile');
    await panel.openCells();
  });
  after(() => window.page.setViewportSize(window.size));

  const eachTab = async (name) => {
    for (const tab of ['Layers', 'Scores']) {
      await panel.tab(tab);
      await panel.picture();
      await window.screenshot(`${name} ${tab}`);
      assert.deepEqual(await panel.page.locator('body').evaluate(faultsOfLayout), []);
      assert.deepEqual(await panel.page.locator('body').evaluate(faultsOfContrast), []);
    }
  };

  for (const [theme, name] of THEMES)
    it(`reads it in ${theme}`, async () => {
      await window.colourTheme(theme);
      await eventually(async () =>
        assert.match(await panel.page.locator('body').getAttribute('class'), new RegExp(`\\b${name}\\b`)),
      );
      await eachTab(theme);
    });

  it('reads it at 200 %, where half as many pixels are left', async () => {
    await window.page.setViewportSize({ width: window.size.width / 2, height: window.size.height / 2 });
    await eachTab('200 percent');
  });

  it('reads it in a window of 400 px', async () => {
    await window.page.setViewportSize({ width: 400, height: 800 });
    await eachTab('400 px');
  });
});
