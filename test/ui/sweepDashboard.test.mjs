// The dashboard of a sweep in the editor: opened from the palette, brushed, kept over a reload; under the editor's own policy
// for pages, and with the page's worker.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { createSweep } from './generatedSweep.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who looks at a sweep', () => {
  let window;
  const page = () => window.panel();
  const count = () => page().locator('.selected-count').innerText();

  before(async () => {
    window = await theWindow();
    await window.closeEditors();
    const runs = join(window.sandbox.workspace, 'runs');
    mkdirSync(runs, { recursive: true });
    createSweep(join(runs, '20261130-060000-tissue-tpe'), { trials: 80, sampler: 'random' });
    await window.openContainer();
  });
  after(() => window.closeEditors());

  it('opens it, and sees plots, importances and trials', async () => {
    await window.command('DeepLIIF: Open Sweep Dashboard');
    await window.quick
      .locator('.monaco-list-row', { hasText: 'tissue-tpe' })
      .first()
      .click({ timeout: 10_000 })
      .catch(() => undefined); // the only sweep is opened at once
    await page().locator('[data-plot=history] canvas').waitFor({ timeout: 60_000 });
    await page()
      .getByText(/matters most\./)
      .waitFor();
    assert.match(await count(), /^80 trials$/);
    await window.screenshot('sweep');
  });

  it('selects by a brush', async () => {
    const { x, y } = await page().locator('[data-plot=history] canvas').first().boundingBox();
    const { mouse } = window.page;
    await mouse.move(x + 60, y + 40);
    await mouse.down();
    await mouse.move(x + 200, y + 200, { steps: 5 });
    await mouse.up();
    await eventually(async () => assert.match(await count(), /^\d+ of 80 trials selected$/));
    await window.screenshot('sweep brushed');
  });

  it('finds the selection again after a reload, in a light theme', async () => {
    const before = await count();
    await window.showExplorer();
    await window.reload();
    await eventually(async () => assert.equal(await count(), before), 120_000);
    await window.colourTheme('Light Modern');
    await page().locator('body.vscode-light').waitFor();
    await page().locator('.table-row').first().click();
    await window.screenshot('sweep light');
    await window.colourTheme('Dark Modern');
  });
});
