// Validation as part of a run: its events and pictures, and that it changes nothing.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { resumeRun } from '../../../../engine/training/run/runTraining.js';
import { eventsOf, stepsOf, tinyRuns, watching, type Watching } from '../tinyRun.js';

describe('a run with validation', () => {
  const runs = tinyRuns();
  const options = { validateEveryEpochs: 1, sampleEveryEpochs: 2 };

  it('has the steps of one without, and says what it saw', async () => {
    const seeing = await runs.start('seeing', {}, options);
    const blind = await runs.start('blind', {}, { validateEveryEpochs: 0, sampleEveryEpochs: 0 });
    assert.deepEqual(await stepsOf(seeing.dir), await stepsOf(blind.dir));
    const events = await eventsOf(seeing.dir);
    const started = events.find(({ type }) => type === 'started');
    assert.ok(started?.type === 'started');
    const validations = events.filter((event) => event.type === 'validation');
    assert.equal(validations.length, 2);
    for (const { metrics } of validations)
      assert.deepEqual(Object.keys(metrics).sort(), [...started.metrics].sort());
    // The first pictures come after the first step, a checkpoint before the first validation, and the checkpoint after a
    // validation is the one that it speaks of.
    const order = events.map(({ type }) => type).filter((type) => !/alarm|started|ended/.test(type));
    assert.deepEqual(
      order.filter((type, i) => type !== 'checkpoint' || order[i - 1] !== 'checkpoint'),
      [
        ...['step', 'samples', 'checkpoint', 'validation', 'checkpoint'],
        ...['step', 'validation', 'samples', 'checkpoint'],
      ],
    );
    assert.ok(!(await eventsOf(blind.dir)).some(({ type }) => type === 'validation' || type === 'samples'));

    const samples = events.find((event) => event.type === 'samples')!;
    assert.deepEqual(
      [...new Set(samples.pictures.map(({ image }) => image))].sort(),
      [...started.images].sort(),
    );
    for (const { file, role } of samples.pictures) {
      assert.ok((await stat(join(seeing.dir, file))).isFile());
      assert.ok(file.startsWith(role === 'generated' ? `${samples.folder}/` : 'samples/truth/'), file);
    }
    // The truth is the very pixels of the row: input, modality, segmentation side by side.
    const file = sharp(join(runs.root, 'data', 'train', '0.png'));
    const { height: side } = await file.metadata();
    const row = await file.extract({ left: side, top: 0, width: side, height: side }).raw().toBuffer();
    const truth = await sharp(join(seeing.dir, 'samples/truth/0.dapi.png')).raw().toBuffer();
    assert.ok(row.equals(truth));
    const [tensorboard] = (await readdir(seeing.dir)).filter((name) => name.includes('tfevents'));
    const bytes = await readFile(join(seeing.dir, tensorboard!), 'latin1');
    for (const tag of ['val/segmentation/dice', '0/dapi/generated', '0/dapi/truth', '0/input/input'])
      assert.ok(bytes.includes(tag), tag);
  }).timeout(120_000);
});

describe('a first validation that fails', () => {
  const runs = tinyRuns();

  it('costs no step: a resumed run begins with it', async () => {
    const val = join(runs.root, 'data', 'val');
    const file = join(val, '0.png');
    await mkdir(val);
    await copyFile(join(runs.root, 'data', 'train', '0.png'), file);
    let dir = '';
    const watch: Watching = {
      onBegun: (begun) => Promise.resolve(void (dir = begun)),
      onStep: ({ step }) => {
        if (step === 1) writeFileSync(file, 'broken');
      },
    };
    const options = { validateEveryEpochs: 1, sampleEveryEpochs: 0 };
    await assert.rejects(runs.start('broken', watch, options), /0\.png/);
    await copyFile(join(runs.root, 'data', 'train', '0.png'), file);
    assert.ok((await resumeRun(dir, 'cpu', watching())).ended);
    const whole = await runs.start('whole', {}, options);
    assert.deepEqual(await stepsOf(dir), await stepsOf(whole.dir));
    const metrics = async (of: string) =>
      (await eventsOf(of)).flatMap((event) => (event.type === 'validation' ? [event.metrics] : []));
    assert.deepEqual(await metrics(dir), await metrics(whole.dir));
  }).timeout(120_000);
});
