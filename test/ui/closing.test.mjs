// What is left when the window is closed, and what has been asked of others until then: nothing.

import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who closes the window', () => {
  let window;
  before(async () => {
    window = await theWindow();
    const before = window.engines();
    await window.command('DeepLIIF: Restart Engine');
    // The status bar says "ready" of the engine before, too.
    await eventually(() => {
      const engines = window.engines();
      assert.equal(engines.length, 1);
      assert.ok(!before.includes(engines[0]));
    });
    await window.engineIsReady();
  });

  it('leaves no engine behind, though VS Code’s server goes on', async () => {
    assert.equal(window.engines().length, 1);
    await window.leave();
    await eventually(() => assert.deepEqual(window.engines(), []));
  });

  it('has reached nothing but this machine in all that time', () =>
    assert.deepEqual([...window.outside], []));

  it('has seen no page break its content security policy', () => assert.deepEqual(window.complaints, []));
});
