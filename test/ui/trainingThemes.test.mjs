// Training dashboard in VS Code's four themes, in a narrow panel and at 200 %: text has the contrast that reading needs,
// nothing is cut off, and controls do not overlap.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { writeRunNotes } from '../../out/engine/records/runNotes.js';
import { serveDashboard } from './dashboardPage.mjs';
import { styleOf, THEMES } from './pageThemes.mjs';
import { eventually } from './eventually.mjs';
import { faultsOfContrast } from './faultsOfContrast.mjs';
import { faultsOfLayout } from './faultsOfLayout.mjs';
import { createRun } from './generatedRun.mjs';
import { launchBrowser } from './launchBrowser.mjs';

describe('the training dashboard for other eyes and other screens', () => {
  const runs = mkdtempSync(join(tmpdir(), 'deepliif-dashboard-'));
  const run = createRun(join(runs, '2026-11-28-080000-live'), { epochs: 4, stepsPerEpoch: 100, live: true });
  const done = createRun(join(runs, '2026-11-27-080000-done'), { seed: 5, epochs: 2, stepsPerEpoch: 100 });
  let browser;

  before(async () => {
    for (const each of [run, done]) {
      each.started();
      each.steps(120);
      await each.samples();
    }
    run.alarm('dapi/gan diverges at step 120.');
    await writeRunNotes(done.folder, { note: 'Lower learning rate.', tags: ['baseline', 'new data'] });
    done.ended('failed');
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(runs, { recursive: true, force: true });
  });

  const eachTab = async (theme, options) => {
    const served = await serveDashboard(runs, { style: styleOf(theme), bodyClass: theme });
    const tab = await browser.newPage(options);
    try {
      await served.select([done.folder, run.folder]);
      await tab.goto(served.url);
      await tab.locator('.card').first().waitFor();
      const { screenshots } = JSON.parse(process.env.DEEPLIIF_UI ?? '{}');
      for (const name of ['Curves', 'Samples', 'Compare', 'Runs']) {
        await tab.getByRole('tab', { name }).click();
        if (name === 'Samples') await tab.getByRole('button', { name: 'FP / FN' }).click();
        // Pictures come in by and by, and move what is below them.
        await eventually(async () => {
          assert.deepEqual(await tab.locator('body').evaluate(faultsOfContrast), [], name);
          assert.deepEqual(await tab.locator('body').evaluate(faultsOfLayout), [], name);
        }, 10_000);
        if (screenshots)
          await tab.screenshot({
            path: join(screenshots, `training ${theme} ${options.viewport.width} ${name}.png`),
          });
      }
    } finally {
      await tab.close();
      served.close();
    }
  };

  for (const theme of Object.keys(THEMES))
    it(`is read in ${theme}`, () => eachTab(theme, { viewport: { width: 1280, height: 900 } }));
  it('is read at 200 %, where half as many pixels are left', () =>
    eachTab('vscode-dark', { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }));
  it('is read in a panel of 400 px', () => eachTab('vscode-dark', { viewport: { width: 400, height: 800 } }));
});
