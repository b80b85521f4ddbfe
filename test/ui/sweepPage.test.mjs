// The page of a sweep in a browser: a brush in one plot selects the trials everywhere, trials that change appear, intents go
// up; in VS Code's four themes, in a narrow panel and at 200 % it stays legible.

/* global sessionStorage -- of the page */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { faultsOfContrast } from './faultsOfContrast.mjs';
import { faultsOfLayout } from './faultsOfLayout.mjs';
import { createSweep } from './generatedSweep.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { styleOf, THEMES } from './pageThemes.mjs';
import { serveSweep } from './sweepPage.mjs';

describe('the page of a sweep', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepliif-sweeps-'));
  const [single, double, failed, journal] = ['single', 'double', 'failed', 'optuna.log'].map((name) =>
    join(folder, name),
  );
  let browser;
  let served;
  let tab;

  before(async () => {
    createSweep(single, { trials: 60, sampler: 'random', running: 2, waiting: 1 });
    createSweep(double, { trials: 40, sampler: 'random', objectives: 2 });
    createSweep(failed, { trials: 5, sampler: 'random', onlyFailures: true });
    createSweep(journal, { trials: 30, sampler: 'random', optuna: true });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (place, theme = 'vscode-dark', viewport = { width: 1400, height: 1000 }, more = {}) => {
    served = await serveSweep(place, { style: styleOf(theme), bodyClass: theme });
    tab = await browser.newPage({ viewport, ...more });
    await tab.goto(served.url);
    await tab.locator('.table-row').first().waitFor();
  };
  const close = async () => {
    await tab?.close();
    served?.close();
  };
  const count = () => tab.locator('.selected-count').innerText();
  const plot = (id) => tab.locator(`[data-plot=${id}] canvas`).first();
  const drag = async (element, [x0, y0], [x1, y1]) => {
    const { x, y } = await element.boundingBox();
    await tab.mouse.move(x + x0, y + y0);
    await tab.mouse.down();
    await tab.mouse.move(x + x1, y + y1, { steps: 5 });
    await tab.mouse.up();
  };

  describe('of one objective', () => {
    before(() => open(single));
    after(close);

    it('tells how far it is, what ran, and the best trial', async () => {
      const head = await tab.locator('.sweep-head').innerText();
      assert.match(head, /60 of 82 trials/);
      assert.match(head, /2 running · 1 waiting/);
      assert.match(head, /Best: trial \d+, val\/segmentation\/l1 0\.\d+/);
    });

    it('selects by a rectangle in a plot, for the table as well', async () => {
      await plot('history').waitFor();
      await drag(plot('history'), [60, 40], [240, 250]);
      await eventually(async () => assert.match(await count(), /^\d+ of 63 trials selected$/));
      assert.equal(await tab.locator('.chip').count(), 2);
      const [selected] = /^\d+/.exec(await count());
      const rows = await tab.locator('.table').getAttribute('aria-rowcount');
      assert.equal(Number(rows), Number(selected) + 1);
    });

    it('narrows the selection by an interval along an axis, and clears it', async () => {
      await tab.locator('[data-plot=parallel]').scrollIntoViewIfNeeded();
      await plot('parallel').waitFor();
      const before = await count();
      const { width } = await plot('parallel').boundingBox();
      await drag(plot('parallel'), [64 + (width - 128) / 2, 40], [64 + (width - 128) / 2, 170]);
      await eventually(async () => assert.equal(await tab.locator('.chip').count(), 3));
      assert.notEqual(await count(), before);
      await tab.getByRole('button', { name: 'Clear' }).click();
      await eventually(async () => assert.equal(await count(), '63 trials'));
    });

    it('selects the best trials, states and typed ranges with the keyboard alone', async () => {
      await tab.getByLabel('Only the best trials: how many').fill('5');
      await eventually(async () => assert.equal(await count(), '5 of 63 trials selected'));
      await tab.getByLabel('Only the best trials: how many').fill('');
      await tab.getByRole('button', { name: 'running', exact: true }).press('Enter');
      await eventually(async () => assert.equal(await count(), '2 of 63 trials selected'));
      await tab.getByRole('button', { name: 'Clear' }).press('Enter');
      await tab.locator('.range-menu summary').press('Enter');
      await tab.getByLabel('Dimension of the range').selectOption('param:learningRate');
      await tab.getByLabel('From', { exact: true }).fill('0.0001');
      await tab.getByLabel('To', { exact: true }).fill('0.001');
      await tab.getByLabel('To', { exact: true }).press('Enter');
      await eventually(async () => assert.match(await tab.locator('.chip').innerText(), /learningRate/));
      await tab.getByRole('button', { name: 'Clear' }).press('Enter');
    });

    it('moves an axis with Shift and an arrow', async () => {
      const names = () => tab.locator('.axis-headings button').allInnerTexts();
      const [first, second] = await names();
      await tab.locator('.axis-headings button').first().press('Shift+ArrowRight');
      await eventually(async () => assert.deepEqual((await names()).slice(0, 2), [second, first]));
    });

    it('opens the card of a trial, stops it, and puts an edited copy in the queue', async () => {
      await tab.locator('.table-row', { hasText: 'running' }).first().click();
      await tab.getByRole('button', { name: 'Stop', exact: true }).click();
      await tab.getByRole('button', { name: 'Enqueue a Copy…' }).click();
      await tab.getByRole('spinbutton', { name: 'filters' }).fill('32');
      await tab.getByRole('spinbutton', { name: 'beta1' }).fill('2');
      await tab.getByText('beta1 must be a number from 0.3 to 0.95.').waitFor();
      await tab.getByRole('spinbutton', { name: 'beta1' }).fill('');
      await tab.getByRole('button', { name: 'Enqueue', exact: true }).click();
      await eventually(() => {
        const enqueued = served.heard.find(({ type }) => type === 'enqueue');
        assert.equal(enqueued.values.filters, 32);
        assert.ok(!('beta1' in enqueued.values));
        assert.equal(served.heard.find(({ type }) => type === 'stopTrial').trial, 61);
      });
    });

    it('steers the workers, and exports the selected trials', async () => {
      await tab.getByRole('button', { name: 'Pause: running trials wait' }).click();
      await tab.getByRole('button', { name: 'One worker more' }).click();
      await tab.getByRole('button', { name: 'Export CSV…' }).click();
      await tab.getByRole('button', { name: 'Export PNG…' }).click();
      await eventually(() => {
        const said = (type) => served.heard.filter((message) => message.type === type);
        assert.deepEqual(said('steer'), [
          { type: 'steer', phase: 'paused' },
          { type: 'steer', workers: 3 },
        ]);
        assert.deepEqual(
          said('save')
            .map(({ format }) => format)
            .sort(),
          ['csv', 'png'],
        );
      });
    });

    it('keeps plots and selection over a reload', async () => {
      await tab.getByLabel('Only the best trials: how many').fill('7');
      await tab.getByRole('button', { name: 'Hide Importances' }).click();
      await eventually(async () => assert.equal(await count(), '7 of 63 trials selected'));
      await tab.waitForFunction(() =>
        /"plots".*"best":7|"best":7.*"plots"/.test(sessionStorage.getItem('state')),
      );
      await tab.reload();
      await eventually(async () => assert.equal(await count(), '7 of 63 trials selected'));
      assert.equal(await tab.locator('[data-plot=importance]').count(), 0);
    });
  });

  it('says in one sentence why every trial failed', async () => {
    await open(failed);
    await tab
      .getByText(/^All 5 trials have failed\. The reason of 5 of them: The GPU is out of memory/)
      .waitFor();
    await close();
  });

  it('shows a journal of Optuna, without controls of workers', async () => {
    await open(journal);
    assert.match(await tab.locator('.sweep-head').innerText(), /^sphere\s+Journal of Optuna/);
    assert.equal(await tab.getByRole('button', { name: 'Edit Space…' }).count(), 0);
    await close();
  });

  const isLegible = async (place, theme, viewport, more) => {
    await open(place, theme, viewport, more);
    try {
      await tab.locator('.plot canvas').first().waitFor();
      await tab.locator('.table-row').first().click();
      await eventually(async () => {
        assert.deepEqual(await tab.locator('body').evaluate(faultsOfContrast), []);
        assert.deepEqual(await tab.locator('body').evaluate(faultsOfLayout), []);
      }, 10_000);
      const { screenshots } = JSON.parse(process.env.DEEPLIIF_UI ?? '{}');
      if (screenshots)
        await tab.screenshot({ path: join(screenshots, `sweep ${theme} ${viewport.width}.png`) });
    } finally {
      await close();
    }
  };
  for (const theme of Object.keys(THEMES))
    it(`is legible in ${theme}`, () => isLegible(single, theme, { width: 1280, height: 900 }));
  it('is legible at 200 %', () =>
    isLegible(double, 'vscode-dark', { width: 640, height: 450 }, { deviceScaleFactor: 2 }));
  it('is legible in a panel of 400 px', () => isLegible(single, 'vscode-light', { width: 400, height: 800 }));
});
