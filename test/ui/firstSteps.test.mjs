// First use: views that say what to do while they are empty, the first steps, the demo.

import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { resultPanel } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who is new to DeepLIIF', () => {
  let window;
  before(async () => {
    window = await theWindow();
  });

  it('finds an empty list of results that says how to begin, and the bundled model', async () => {
    await window.openContainer();
    await window.view('Results').getByText('Nothing has been analysed yet').waitFor();
    await window.view('Models').getByText('DeepLIIF Open').waitFor();
  });

  it('opens the first steps from there', async () => {
    await window.view('Results').getByText('First steps').click();
    const steps = window.page.locator('.getting-started-step');
    await steps.first().waitFor();
    assert.ok((await steps.count()) >= 5);
    await window.screenshot('first steps');
  });

  it('runs the demo from the first of them, and sees its result', async () => {
    await window.page.locator('.getting-started-step').getByText('Run Demo').click();
    await resultPanel(window).heading('demo').waitFor({ timeout: 120_000 });
    await window.view('Results').locator('.monaco-list-row', { hasText: 'demo' }).waitFor();
    await window.screenshot('the demo');
    const said = await window.readNotification(/demo: \d+ cells/);
    assert.match(said, /^demo: [1-9]\d* cells, [1-9]\d* positive/);
    assert.doesNotMatch(said, /demo model/);
    await window.closeEditors();
    await window.showExplorer();
  });
});
