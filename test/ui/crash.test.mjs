// Crashes: the engine's process dies, the window survives, and the engine restarts. The graphics context is lost, and
// the picture is restored.

import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { changed, resultPanel, showResult } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user whose engine dies', () => {
  let window;
  before(async () => {
    window = await theWindow();
    await window.closeNotifications();
    await window.command('DeepLIIF: Restart Engine');
    await window.engineIsReady();
  });

  /** Hidden files that a killed process was writing and could not remove. */
  const results = () => window.resultFiles().filter((name) => !name.startsWith('.'));
  const kill = async () => {
    const engines = window.engines();
    assert.equal(engines.length, 1, `There are ${engines.length} engines.`);
    process.kill(engines[0], 'SIGKILL');
    return engines[0];
  };
  const comesBack = (killed) =>
    eventually(() => {
      const engines = window.engines();
      assert.equal(engines.length, 1);
      assert.notEqual(engines[0], killed);
    });

  it('while it analyses: is told so, keeps no half result, and has an engine again', async () => {
    const before = results();
    await window.openFile('mosaic.jpg');
    await window.command('DeepLIIF: Analyse Image');
    await window
      .notification(/mosaic: tiles [1-9]/)
      .first()
      .waitFor({ timeout: 120_000 });
    const killed = await kill();
    const said = await window.readNotification(/engine ended/);
    assert.match(said, /The DeepLIIF engine ended \(signal SIGKILL\)/);
    await comesBack(killed);
    await window.engineIsReady();
    assert.deepEqual(results(), before);
  });

  it('while it waits: sees nothing but the status bar, which recovers', async () => {
    const killed = await kill();
    await comesBack(killed);
    await window.engineIsReady();
  });

  it('analyses the next image as if nothing had happened, which also clears up', async () => {
    await window.openFile('turned.png');
    await window.command('DeepLIIF: Analyse Image');
    assert.match(await window.readNotification(/turned: \d+ cells/, 120_000), /positive/);
    await resultPanel(window).heading('turned').waitFor();
    await window.engineIsReady();
    assert.deepEqual(results(), window.resultFiles());
  });
});

describe('a user whose graphics card takes away what it drew', () => {
  /** WebGL's extension in the page that withdraws a context and restores it. */
  const act = (panel, what) =>
    panel.page
      .locator('.stage > canvas')
      .first()
      .evaluate((canvas, name) => {
        globalThis.loss ??= canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
        globalThis.loss[name]();
      }, what);

  it('sees the plain picture meanwhile, and then all layers as before', async () => {
    const window = await theWindow();
    const panel = await showResult(window, 'turned');
    await panel.tab('Layers');
    await panel.showOnly('DAPI', 'Cell outlines');
    const standIn = panel.page.locator('canvas.first-picture');
    const before = await panel.picture();
    assert.equal(await standIn.count(), 0);
    await act(panel, 'loseContext');
    await standIn.waitFor();
    await panel.button('Save the view as PNG').click();
    assert.match(await window.readNotification(/view cannot be saved now/), /Wait until all layers are back/);
    assert.equal(await window.quick.count(), 0, 'No dialog is open.');
    await act(panel, 'restoreContext');
    await standIn.waitFor({ state: 'detached' });
    await eventually(async () => assert.ok(changed(before, await panel.picture()) < 0.001));
    await panel.button('Save the view as PNG').click();
    const file = await window.saveAsProposed('png');
    assert.equal(basename(file), 'turned-view.png');
    await window.readNotification(/Saved as turned-view\.png/);
    const saved = await panel.savedPixels(file);
    assert.ok(changed(saved, Buffer.alloc(saved.length)) > 0.05, 'It is not black.');
    assert.ok(changed(before, saved) < 0.001, 'The file shows what the stage does.');
    // Moving shows that the deck draws again.
    await panel.showOnly('IHC');
    await eventually(async () => assert.ok(changed(before, await panel.picture()) > 0.1));
  });
});
