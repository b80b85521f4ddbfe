// A real training of the installed extension, from "Start Training" to its end: watched, steered, unharmed by a reload,
// resumed. The workbench must show what the run's own file says.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, describe, it } from 'mocha';
import sharp from 'sharp';
import { eventually } from './eventually.mjs';
import { runNamed, writeTraining } from './smallTraining.mjs';
import { tidyWindow } from './theWindow.mjs';

describe('a user who trains', () => {
  let window;
  let run;
  let page;
  before(async () => {
    window = await tidyWindow();
    await writeTraining(window.sandbox.workspace, 'long', 500); // stopped long before
    await writeTraining(window.sandbox.workspace, 'short', 3);
    page = window.panel();
  });

  const lens = (title) => window.page.locator('.codelens-decoration a', { hasText: title });
  const row = (name) => window.view('Runs').locator('.monaco-list-row', { hasText: name });
  const button = (name) => page.getByRole('button', { name, exact: true });
  const status = () => page.locator('.run-title .status').innerText();
  const tile = (name) =>
    page
      .locator('.tiles > div', { has: page.locator(`dt:text-is("${name}")`) })
      .locator('dd')
      .innerText();
  const shownStep = async () => Number((await tile('Step')).split(' / ')[0].replaceAll(',', ''));
  const growsFrom = (step) =>
    eventually(async () => {
      const shown = await shownStep();
      assert.ok(shown > step, `The dashboard stays at step ${shown}.`);
      return shown;
    });
  /** Waits until the dashboard shows the last step of the file. */
  const isUpToDate = () => eventually(async () => assert.equal(await shownStep(), run.step()));

  it('presses Start Training above the configuration, and sees the dashboard of a run that grows', async () => {
    await window.openFile('long.deepliif-train.json');
    await lens('Start Training').click();
    await page.getByRole('heading', { name: /-long$/ }).waitFor();
    run = runNamed(window.sandbox.workspace, 'long');
    const first = await growsFrom(0);
    await growsFrom(first);
    assert.match(await status(), /training/);
  });

  it('finds the run in the view', async () => {
    await window.openContainer();
    await eventually(async () => assert.match(await row('-long').innerText(), /training · epoch \d+\/499/));
    await window.showExplorer();
  });

  it('pauses it with the dashboard’s button, and reads off what the file says', async () => {
    await button('Pause').click();
    await eventually(() => assert.equal(run.events().at(-1).type, 'paused'));
    await eventually(async () => assert.match(await status(), /paused/));
    await isUpToDate();
    const step = run.step();
    const canvas = page
      .getByRole('region', { name: 'Generator loss (total)', exact: true })
      .locator('canvas');
    const { width } = await canvas.boundingBox();
    for (const [x, wanted] of [
      [width - 14, step],
      [60, 1],
    ]) {
      await canvas.hover({ position: { x, y: 90 } });
      const readout = page.locator('.readout').first();
      await eventually(async () => assert.match(await readout.innerText(), new RegExp(`^Step ${wanted}\\b`)));
      const said = run.those('step').find((event) => event.step === wanted).losses['total/generators'];
      assert.equal(Number(await readout.locator('td.full').first().innerText()), said);
    }
    await window.screenshot('training curves');
    assert.equal(run.step(), step, 'It pauses.');
  });

  it('sees its sample pictures: the very files of the run', async () => {
    await page.getByRole('tab', { name: 'Samples' }).click();
    await window.screenshot('training samples');
    await page.getByRole('button', { name: 'Generated' }).click();
    const events = run.those('samples');
    const { pictures, step } = events.at(-1);
    assert.equal(await page.locator('.step-slider output').innerText(), `step ${step}`);
    for (const title of ['DAPI', 'Segmentation']) {
      const { file } = pictures.find(
        ({ image, role, tile: name }) =>
          image === title.toLowerCase() && role === 'generated' && name === 'Bladder1',
      );
      await eventually(async () => assert.deepEqual(await middleOf(title), await middleOfFile(file)));
    }
    await page.getByRole('tab', { name: 'Curves' }).click();
  });

  /** RGB of the pixel right of and below the middle: pictures of 32 px are enlarged so that pixels stay whole. */
  const middleOf = (title) =>
    page
      .locator('.frame', { has: page.getByText(title, { exact: true }) })
      .locator('canvas')
      .first()
      .evaluate((canvas) => {
        const [x, y] = [canvas.width / 2 + 3, canvas.height / 2 + 3].map(Math.round);
        return [...canvas.getContext('2d').getImageData(x, y, 1, 1).data.slice(0, 3)];
      });
  const middleOfFile = async (file) => {
    const { data, info } = await sharp(readFileSync(join(run.folder, file)))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = info.channels * (info.width * (info.height / 2) + info.width / 2);
    return [...data.subarray(at, at + 3)];
  };

  it('lets it go on, keeps a checkpoint, and types another learning rate', async () => {
    await button('Continue the paused training').click();
    await eventually(() => assert.equal(run.those('continued').length, 1));
    await button('Checkpoint now').click();
    await button('Change learning rate…').click();
    await window.quick.locator('input').first().fill('fast');
    await window.quick.getByText('Expected one number above 0').waitFor();
    await window.quick.locator('input').first().fill('0.0001 0.0003');
    await window.page.keyboard.press('Enter');
    await eventually(() => {
      const [rates] = run.those('rates');
      assert.deepEqual([rates?.generatorRate, rates?.discriminatorRate], [0.0001, 0.0003]);
    });
    await eventually(() => assert.ok(run.those('checkpoint').some(({ why }) => why === 'asked')));
    await eventually(async () => assert.equal(await tile('Learning rate'), '0.0001'));
    const { generatorRate } = run.events().findLast(({ type }) => type === 'step');
    assert.equal(generatorRate, 0.0001);
  });

  it('reloads the window: the training lives on, and the dashboard is there and follows it', async () => {
    const { pid } = run.process();
    const kept = await window.keptView();
    await button('As wide as the page').first().click();
    await kept(/"wide":\["/);
    await window.reload();
    await page.getByRole('heading', { name: basename(run.folder) }).waitFor();
    assert.deepEqual([run.process().pid, window.trainings()], [pid, [pid]]);
    await growsFrom(await shownStep());
    await button('Beside the others').waitFor();
    await window.screenshot('training after a reload');
  });

  it('stops it with the dashboard’s button, and resumes it above the configuration', async () => {
    await button('Stop after this step').click();
    await eventually(() => assert.equal(run.events().at(-1).why, 'stopped'));
    await eventually(() => assert.deepEqual(window.trainings(), []));
    await eventually(async () => assert.match(await status(), /stopped/));
    await isUpToDate();
    const last = run.step();
    await window.openFile('long.deepliif-train.json');
    await lens('Resume').click();
    await eventually(() => assert.ok(run.step() > last));
    const steps = run.those('step').map(({ step }) => step);
    assert.deepEqual(
      steps,
      steps.map((_, i) => i + 1),
      'No step is missing or twice.',
    );
  });

  it('stops it from the menu of the view', async () => {
    await window.openContainer();
    await window.contextMenu(row('-long'), 'Stop');
    await eventually(() => assert.equal(run.events().at(-1).why, 'stopped'));
    await eventually(async () => assert.match(await row('-long').innerText(), /stopped/));
    await window.showExplorer();
  });

  it('lets another come to its end, and has a model of it', async () => {
    await window.openFile('short.deepliif-train.json');
    await lens('Start Training').click();
    await page.getByRole('heading', { name: /-short$/ }).waitFor();
    await eventually(async () => assert.match(await status(), /done/));
    assert.equal(await tile('Step'), '6 / 6');
    assert.equal(await tile('Epoch'), '2 / 2'); // three epochs: the reference counts from 0
    run = runNamed(window.sandbox.workspace, 'short');
    const { manifest } = await window.commandLine('model', 'info', join(run.folder, 'model'));
    assert.equal(manifest.id, basename(run.folder));
    await window.screenshot('training done');
    await window.closeEditors();
  });
});
