// Pictures of VS Code for README and documents: the sample image by the bundled model, in a window as a user has it. It runs
// with `npm run test:ui -- --pictures docs/pictures` only.

import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import sharp from 'sharp';
import { openWindow, ROOT } from './installedExtension.mjs';
import { resultPanel, showResult } from './resultPanel.mjs';

const IMAGE = join(ROOT, 'extension/sample/ki67-crop.jpg');
const MODEL_OF_USERS = { 'deepliif.model': '', 'deepliif.modelFolders': [] };

describe('the pictures of the README', () => {
  let window;
  let panel;

  before(async () => {
    window = await openWindow(async (folder) => {
      await sharp(IMAGE).toFile(join(folder, 'ki67.png'));
      await sharp(IMAGE).rotate(180).toFile(join(folder, 'turned.png'));
    }, MODEL_OF_USERS);
  });
  after(() => window?.close());

  it('show a result with its layers', async () => {
    panel = await showResult(window, 'ki67');
    await window.closeNotifications();
    await panel.picture();
    await window.picture('result');
  });

  it('show thresholds that are moved', async () => {
    await panel.tab('Scores');
    await panel.drag('Smallest size', 300, () => window.picture('scores'));
    await panel.button('Reset').click();
  });

  it('show the table of cells', async () => {
    await panel.openCells();
    await panel.page.getByRole('columnheader', { name: 'Area' }).getByRole('button').click();
    await panel.picture();
    await window.picture('cells');
  });

  it('show two results side by side', async () => {
    await showResult(window, 'turned');
    await window.closeNotifications();
    await window.command('DeepLIIF: Compare Results…');
    await window.pick('ki67', 'turned');
    panel = resultPanel(window);
    for (const name of ['ki67', 'turned']) await panel.heading(name).waitFor();
    await panel.pointAt(0.25, 0.5);
    await window.page.mouse.wheel(0, -400);
    await panel.picture();
    await window.picture('compare');
  });
});
