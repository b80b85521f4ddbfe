// Tidying up: a user imports a model of their own, and deletes a result.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { ROOT } from './installedExtension.mjs';
import { resultPanel, showResult } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

const CHECKPOINT = join(ROOT, 'test/fixtures/deepliif/d_model/DeepLIIF_tiny_serialized');

describe('a user who tidies up', () => {
  let window;
  const folder = () => join(window.results, 'a');
  const modal = () => window.page.locator('.monaco-dialog-box');
  const result = () => window.view('Results').locator('.monaco-list-row[aria-label^="a,"]');
  before(async () => {
    window = await theWindow();
    await window.closeNotifications();
    await showResult(window, 'a');
    await window.closeEditors();
    await window.openContainer();
  });

  it('is asked before a result is deleted, and keeps it after all', async () => {
    await result().click();
    await resultPanel(window).heading('a').waitFor(); // the focus stays in the list
    await window.pressUntil('Delete', modal());
    const said = await modal().innerText();
    assert.match(said, /Delete "a"\?/);
    assert.match(said, /The folder goes to the trash, with everything in it\. Your images stay\./);
    await window.screenshot('delete a result');
    await modal().getByRole('button', { name: 'Cancel' }).click();
    await modal().waitFor({ state: 'detached' });
    assert.ok(existsSync(join(folder(), 'result.json')));
    assert.equal(await result().count(), 1);
  });

  it('agrees, is told that this machine has no trash, agrees again, and only the image is left', async () => {
    await result().click();
    await window.pressUntil('Delete', modal());
    await modal().getByRole('button', { name: 'Move to Trash' }).click();
    await modal().getByText('"a" cannot be moved to a trash here.').waitFor();
    assert.ok(existsSync(folder()));
    await modal().getByRole('button', { name: 'Delete for Good' }).click();
    await eventually(() => assert.ok(!existsSync(folder())));
    await result().waitFor({ state: 'detached' });
    assert.ok(existsSync(join(window.sandbox.workspace, 'a.png')));
  });

  it('asks for the original weights, reads where the authors publish theirs and under which licence, and waits', async () => {
    await window.command("DeepLIIF: Import DeepLIIF's Original Weights");
    await modal().waitFor();
    const said = await modal().innerText();
    for (const words of ['DeepLIIF_Latest_Model.zip', '10.5281/zenodo.4751737', 'non-commercial'])
      assert.ok(said.includes(words), words);
    for (const name of ['Open the Download Page', 'Import from Zip…', 'Import from Folder…'])
      await modal().getByRole('button', { name }).waitFor();
    await window.screenshot('import the original weights');
    await modal().getByRole('button', { name: 'Cancel' }).click();
    await modal().waitFor({ state: 'detached' });
  });

  it('types where a checkpoint lies and what to call it, and has another model', async () => {
    mkdirSync(join(window.sandbox.workspace, 'to-be-listed'));
    await window.command('DeepLIIF: Import DeepLIIF Model');
    await window.quick.getByText('From Folder…').click();
    const path = window.quick.locator('input').first();
    // The dialog first writes its own folder into the box, and lists its files once it has read them.
    await window.quick.getByText('to-be-listed', { exact: true }).waitFor();
    await eventually(async () => {
      await path.fill(`${CHECKPOINT}/`);
      await window.quick
        .getByText('to-be-listed', { exact: true })
        .waitFor({ state: 'hidden', timeout: 5000 });
      assert.equal(await path.inputValue(), `${CHECKPOINT}/`);
    });
    await window.screenshot('import a model');
    await window.quick.getByRole('button', { name: 'Import', exact: true }).click();
    await window.quick.getByText('Name of the model').waitFor();
    const name = window.quick.locator('input').first();
    assert.equal(await name.inputValue(), 'DeepLIIF-tiny-serialized');
    await name.fill('no/name');
    await window.quick.locator('.quick-input-message').filter({ hasText: 'single dashes' }).waitFor();
    await name.fill('my-model');
    await window.page.keyboard.press('Enter');
    assert.match(await window.readNotification(/is imported/), /my-model|tiny/i);
    await window.view('Models').locator('.monaco-list-row', { hasText: 'imported' }).waitFor();
    await window.screenshot('an imported model');
    await window.showExplorer();
  });
});
