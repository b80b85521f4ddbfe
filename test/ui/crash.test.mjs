// The engine is a process of its own: when it dies, the window lives, and the engine comes back.

import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { resultPanel } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user whose engine dies', () => {
  let window;
  before(async () => {
    window = await theWindow();
    await window.closeNotifications();
    await window.command('DeepLIIF: Restart Engine');
    await window.engineIsReady();
  });

  /** A process that is killed cannot remove what it was writing, which is hidden. */
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
