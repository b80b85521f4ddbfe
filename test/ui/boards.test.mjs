// Plain folders of TensorBoard in the dashboard, in a browser: their curves beside those of a run of this engine, their pictures,
// their hyperparameters in the table, and a folder that grows while it is watched. See training.test.mjs.

import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { encodeRecord } from '../../out/engine/records/tensorBoardEvents.js';
import { serveDashboard } from './dashboardPage.mjs';
import { eventually } from './eventually.mjs';
import { createRun } from './generatedRun.mjs';
import { launchBrowser } from './launchBrowser.mjs';

const FIXTURES = join(import.meta.dirname, '../fixtures/tensorboard');

describe('TensorBoard’s folders in the dashboard’s page', () => {
  const runs = mkdtempSync(join(tmpdir(), 'deepliif-boards-'));
  const board = join(runs, 'pytorch');
  const own = createRun(join(runs, '2026-11-28-080000-own'), { epochs: 4, stepsPerEpoch: 10 });
  const faults = [];
  let served;
  let browser;
  let tab;

  before(async () => {
    cpSync(join(FIXTURES, 'pytorch'), board, { recursive: true });
    cpSync(join(FIXTURES, 'tensorflow'), join(runs, 'tensorflow'), { recursive: true });
    own.started();
    own.steps(40);
    served = await serveDashboard(runs);
    browser = await launchBrowser();
    tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    tab.on('pageerror', (error) => faults.push(error.message));
    await served.select([board]);
    await tab.goto(served.url);
    await tab.locator('.card').first().waitFor();
  });
  after(async () => {
    await browser?.close();
    served?.close();
    rmSync(runs, { recursive: true, force: true });
  });

  const card = (title) => tab.getByRole('region', { name: title, exact: true });
  /** Pixels of a chart that are neither its background nor grey: those of curves. */
  const inked = (canvas) =>
    canvas.evaluate((element) => {
      const { data } = element.getContext('2d').getImageData(0, 0, element.width, element.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [r, g, b, a] = data.slice(i, i + 4);
        if (a > 60 && Math.max(r, g, b) - Math.min(r, g, b) > 40) count++;
      }
      return count;
    });
  const shot = async (name) => {
    const { screenshots } = JSON.parse(process.env.DEEPLIIF_UI ?? '{}');
    if (screenshots) await tab.screenshot({ path: join(screenshots, `${name}.png`) });
  };

  it('have their curves drawn, and every digit of them read off', async () => {
    await tab.locator('.card').nth(2).waitFor();
    assert.deepEqual((await tab.locator('.card h4').allInnerTexts()).sort(), [
      'Hparam',
      'Loss',
      'Validation · Loss',
    ]);
    for (const title of ['Loss', 'Validation · Loss'])
      await eventually(async () => assert.ok((await inked(card(title).locator('canvas'))) > 50, title));
    await card('Validation · Loss')
      .locator('canvas')
      .hover({ position: { x: 60, y: 60 } });
    await eventually(async () =>
      // TensorBoard: loss 0.4 of float32 at step 5 (expected.json).
      assert.match(await tab.locator('.readout').first().innerText(), /Step 5\s[^]*0\.4000000059604645/),
    );
    await shot('board-curves');
  });

  it('are followed while they are written', async () => {
    const file = join(board, 'events.out.tfevents.1500000900.host.9.0');
    const before = await inked(card('Loss').locator('canvas'));
    const record = (step) =>
      encodeRecord({
        wallTime: 1_500_000_900 + step,
        step,
        summary: [{ tag: 'loss/live', scalar: step / 50 }],
      });
    writeFileSync(file, Buffer.concat([41, 42, 43].map(record)));
    await card('Loss').getByRole('button', { name: 'live', exact: true }).waitFor();
    appendFileSync(file, Buffer.concat([44, 45, 60].map(record)));
    await eventually(async () => assert.match(await tab.locator('.tiles').innerText(), /60/));
    await eventually(async () => assert.notEqual(await inked(card('Loss').locator('canvas')), before));
  });

  it('lie over runs of ours and of other programs', async () => {
    for (const name of ['2026-11-28-080000-own', 'tensorflow']) await tab.getByLabel(`Show ${name}`).check();
    await card('Epoch_loss').waitFor();
    await card('Generator loss (total)').waitFor();
    assert.deepEqual(served.heard.findLast(({ type }) => type === 'select').runs.length, 3);
    await shot('board-overlaid');
  });

  it('have their pictures shown, beside their truth where they are named as ours', async () => {
    await tab.getByTitle('pytorch: show it alone').click();
    await tab.getByRole('tab', { name: 'Samples' }).click();
    await tab.locator('.frame', { hasText: 'DAPI' }).waitFor();
    await eventually(async () => {
      const grey = await tab.locator('.frame canvas').evaluate((element) => {
        const at = (x) => element.getContext('2d').getImageData(x, element.height / 2, 1, 1).data[0];
        return [at(element.width / 4), at((3 * element.width) / 4)];
      });
      assert.deepEqual(grey, [99, 200]); // generated at step 40, and the truth (make.py)
    });
    await tab.getByLabel('Step of all pictures').fill('0');
    await eventually(async () =>
      assert.equal(
        await tab
          .locator('.frame canvas')
          .evaluate(
            (element) =>
              element.getContext('2d').getImageData(element.width / 4, element.height / 2, 1, 1).data[0],
          ),
        110,
      ),
    );
    await shot('board-samples');
  });

  it('have their hyperparameters in the table of runs', async () => {
    await tab.getByRole('tab', { name: 'Runs' }).click();
    await tab.locator('.runs-tab').getByLabel('Filter of runs').fill('net=unet_512');
    await eventually(async () => assert.equal(await tab.locator('.runs-tab .table-row').count(), 1));
    await shot('board-table');
  });

  it('threw nothing on their way', () => {
    assert.deepEqual(faults, []);
    assert.deepEqual(
      served.heard.filter(({ type }) => type === 'failed'),
      [],
    );
  });
});
