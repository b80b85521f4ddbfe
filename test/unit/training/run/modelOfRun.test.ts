// The model of a run: a model folder that inference takes, made at the end of training and on demand; the best
// checkpoint, which it is made of.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModelFolder, readNetworkWeights } from '../../../../engine/checkpoints/modelFolder.js';
import { bestAfter, bestCheckpoint, nameBestAgain } from '../../../../engine/records/bestCheckpoint.js';
import { checkpointEvent, createRun, reopenRun } from '../../../../engine/records/runFolder.js';
import type { RunEvent } from '../../../../engine/runlog/runEvents.js';
import { readStored } from '../../../../engine/reading/runCheckpoints.js';
import { exportRun } from '../../../../engine/training/run/exportRun.js';
import { tinyRuns } from '../tinyRun.js';

const DICE = 'val/segmentation/dice';
const TENSORS = new Map([['a/b', { shape: [1], data: new Float32Array(1) }]]);

describe('the model of a run', () => {
  const runs = tinyRuns();

  it('is there when the run ends, with the weights of its last checkpoint, and any checkpoint becomes one', async () => {
    const { dir, step } = await runs.start('model', {}, { nEpochs: 0, netG: ['resnet_1blocks'] });
    const { manifest, dir: folder } = await readModelFolder(join(dir, 'model'));
    assert.equal(manifest.tilePx, 32);
    assert.equal(manifest.kind, 'DeepLIIF');
    assert.deepEqual(manifest.inputs, ['ihc']);
    assert.deepEqual(manifest.translations.map(({ modality, label }) => [modality, label]), [['dapi', 'DAPI']]); // prettier-ignore
    assert.deepEqual(
      manifest.segmentations.map(({ name, from, output, weight }) => [name, from, output, weight]),
      [
        ['ihc', ['ihc'], 'Seg', 0.5],
        ['dapi', ['dapi'], 'Seg', 0.5],
      ],
    );
    const { tensors } = await readStored(join(dir, 'checkpoints', 'step-000000001'));
    for (const [id, entry] of [
      ['dapi', manifest.translations[0]!],
      ['seg-input', manifest.segmentations[0]!],
      ['seg-dapi', manifest.segmentations[1]!],
    ] as const) {
      const weights = await readNetworkWeights(folder, entry);
      const own = [...tensors].filter(([name]) => name.startsWith(`${id}/`));
      assert.ok(weights.size > 3);
      assert.equal(weights.size, own.length);
      for (const [name, tensor] of own) assert.deepEqual(weights.get(name.slice(id.length + 1)), tensor);
    }
    assert.match(
      await readFile(join(folder, 'README.md'), 'utf8'),
      new RegExp(`not for diagnosis[^]*step ${step}`),
    );

    const out = join(runs.root, 'exported');
    const { checkpoint } = await exportRun(dir, out, String(step));
    assert.equal(checkpoint, 'step-000000001');
    assert.equal((await readModelFolder(out)).manifest.id, manifest.id);
    await assert.rejects(exportRun(dir, out), /exists already/);
    await assert.rejects(
      exportRun(dir, join(runs.root, 'other'), '7'),
      /no checkpoint 7; there are step-000000001/,
    );
  }).timeout(120_000);

  describe('is that of the best checkpoint, which', () => {
    it('follows the first validation, and then every one that is better', () => {
      let best = bestAfter(undefined, DICE, 1, { [DICE]: 0.5 });
      assert.deepEqual(best, { value: 0.5, step: 1 });
      best = bestAfter(best, DICE, 2, { [DICE]: 0.5 });
      best = bestAfter(best, DICE, 3, { [DICE]: null });
      best = bestAfter(best, DICE, 4, {});
      assert.equal(best?.step, 1, 'not one that is as good, none or nothing');
      assert.equal(bestAfter(best, DICE, 5, { [DICE]: 0.6 })?.step, 5);
    });

    it('has the smallest value where less is better', () => {
      const best = bestAfter({ value: 2, step: 1 }, 'val/total/generators', 2, { 'val/total/generators': 1 });
      assert.equal(best?.step, 2);
    });

    it('is kept apart, also where the run was killed before it got its name', async () => {
      const folder = await createRun(join(runs.root, 'best'), 'x', new Date(0), {});
      const listener = bestCheckpoint(folder, DICE);
      const emitted: RunEvent[] = [];
      const run = { dir: folder.dir, emit: (event: RunEvent) => emitted.push(event), stop: assert.fail };
      const time = '2026-01-01T00:00:00.000Z';
      const epoch = async (step: number, dice: number) => {
        await listener.hear({ type: 'validation', time, step, epoch: step, metrics: { [DICE]: dice } }, run);
        const written = checkpointEvent(step, 'epoch');
        await folder.checkpoint(written, {
          tensors: TENSORS,
          state: { step, ...listener.remembers!() },
        });
        await listener.hear(written, run);
      };
      await epoch(1, 0.5);
      await epoch(2, 0.7);
      await epoch(3, 0.6);
      const best = () => readStored(join(folder.dir, 'checkpoints', 'best'));
      assert.equal((await best()).state.step, 2);
      assert.deepEqual(
        emitted.map((event) => event.type === 'checkpoint' && [event.step, event.folder, event.why]),
        [1, 2].map((step) => [step, 'checkpoints/best', 'best']),
      );

      // As if killed right after the checkpoint of a better one.
      await folder.checkpoint(checkpointEvent(4, 'epoch'), {
        tensors: TENSORS,
        state: { step: 4, best: { value: 0.9, step: 4 } },
      });
      const again = await reopenRun(folder.dir);
      const named = await nameBestAgain(again.folder, again.last!.state, 4);
      assert.equal((await best()).state.step, 4);
      assert.deepEqual([named?.step, named?.why], [4, 'best']);
      assert.equal(await nameBestAgain(again.folder, again.last!.state, 5), undefined);
    });
  });
});
