// Reload of the window: every panel and view is restored.

import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { changed, resultPanel, showResult } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who reloads the window', () => {
  let window;
  let seen;
  before(async () => {
    window = await theWindow();
    await showResult(window, 'turned');
    const panel = await showResult(window, 'tile');
    await panel.tab('Layers');
    await panel.showOnly('DAPI', 'Cell outlines');
    await panel.tab('Scores');
    await panel.cutoff('1+').fill('40');
    await panel.openCells();
    await panel.showCells('positive');
    await panel.page.getByRole('columnheader', { name: 'Area' }).getByRole('button').click();
    await panel.page.locator('.column-menu summary').click();
    await panel.page.getByRole('checkbox', { name: 'Width' }).check();
    await panel.page.locator('.column-menu summary').click();
    await panel.zoomIn();
    seen = {
      ...(await tableOf(panel)),
      zoom: await panel.zoom(),
      middle: await panel.middle(),
      picture: await panel.picture(),
    };
    // A view is kept whole: the last change says that all others are, too.
    const kept = await window.keptView();
    for (const tab of ['Layers', 'Scores']) {
      await panel.tab(tab);
      await kept(new RegExp(`"tab":"${tab.toLowerCase()}"`));
    }
    await window.reload();
  });

  it('finds the panel as it was: layers, zoom and tab', async () => {
    const panel = resultPanel(window);
    await panel.heading('tile').waitFor({ timeout: 120_000 });
    await eventually(async () => assert.ok(changed(seen.picture, await panel.picture()) < 0.001), 60_000);
    assert.equal(await panel.zoom(), seen.zoom);
    assert.deepEqual(await panel.middle(), seen.middle);
    assert.equal(await panel.page.getByRole('tab', { name: 'Scores' }).getAttribute('aria-selected'), 'true');
  });

  it('finds the table of cells as it was: which cells, in which order, which columns', async () => {
    const panel = resultPanel(window);
    await panel.rows.first().waitFor();
    const { rowCount, columns, areas } = seen;
    await eventually(async () => assert.deepEqual(await tableOf(panel), { rowCount, columns, areas }));
    assert.ok(columns.some((title) => title.startsWith('Width')));
    assert.deepEqual(
      areas,
      [...areas].sort((a, b) => a - b),
    );
  });

  it('finds the cut-offs of the H-score as they were', async () => {
    const panel = resultPanel(window);
    assert.equal(await panel.cutoff('1+').inputValue(), '40');
    await panel.button('Defaults').click();
  });

  it('finds the results listed', async () => {
    await window.openContainer();
    const rows = window.view('Results').locator('.monaco-list-row');
    for (const name of ['tile', 'turned'])
      await rows
        .filter({ hasText: /positive · \d+ cells/ })
        .filter({ hasText: name })
        .waitFor();
    await window.screenshot('results');
    await window.showExplorer();
  });
});

async function tableOf(panel) {
  return {
    rowCount: await panel.rowCount(),
    columns: await panel.columns(),
    areas: (await panel.column('Area')).map(Number),
  };
}
