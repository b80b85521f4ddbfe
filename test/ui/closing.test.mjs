// Closing the window: a training continues, and no other process is left. Until then, there was no request to other
// machines.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { runNamed, writeTraining } from './smallTraining.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who closes the window', () => {
  let window;
  before(async () => {
    window = await theWindow();
    const before = window.engines();
    await window.command('DeepLIIF: Restart Engine');
    // The status bar may still show the engine before.
    await eventually(() => {
      const engines = window.engines();
      assert.equal(engines.length, 1);
      assert.ok(!before.includes(engines[0]));
    });
    await window.engineIsReady();
    await writeTraining(window.sandbox.workspace, 'left-alone', 500);
    await window.openFile('left-alone.deepliif-train.json');
    await window.command('DeepLIIF: Start Training');
    await eventually(() => assert.ok(runNamed(window.sandbox.workspace, 'left-alone').step() > 0));
  });

  it('leaves no engine behind, though VS Code’s server goes on', async () => {
    assert.equal(window.engines().length, 1);
    await window.leave();
    await eventually(() => assert.deepEqual(window.engines(), []));
  });

  it('leaves a training to itself, which the command line ends, with a checkpoint of its last step', async () => {
    const run = runNamed(window.sandbox.workspace, 'left-alone');
    const left = run.step();
    await eventually(() => assert.ok(run.step() > left + 1));
    assert.deepEqual(window.trainings(), [run.process().pid]);
    await window.commandLine('runs', 'stop', run.folder);
    await eventually(() => assert.equal(run.events().at(-1).why, 'stopped'));
    await eventually(() => assert.deepEqual(window.trainings(), []));
    const { step, why } = run.those('checkpoint').at(-1);
    assert.deepEqual([step, why], [run.step(), 'stopped']);
    const out = join(window.sandbox.workspace, 'of-the-last-step');
    const { model } = await window.commandLine(
      ...['runs', 'export', run.folder, '--out', out, '--checkpoint', 'last'],
    );
    assert.equal(model.step, run.step());
  });

  it('has reached nothing but this machine in all that time', () =>
    assert.deepEqual([...window.outside], []));

  it('has seen no page break its content security policy', () => assert.deepEqual(window.complaints, []));
});
