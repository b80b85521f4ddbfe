import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareRuns, differencesOf } from '../../../engine/reading/compareRuns.js';
import { readRun } from '../../../engine/reading/readRun.js';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { DICE, started, step, validation, writeRun } from './writtenRun.js';

const TENSORBOARD = fileURLToPath(new URL('../../../../test/fixtures/tensorboard/', import.meta.url));

describe('several runs', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-compare-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('differ in options, by their places', () =>
    assert.deepEqual(
      differencesOf([
        { name: 'a', plan: { seed: 1, rates: [1, 2], deep: { same: true } } },
        { name: 'b', plan: { seed: 2, rates: [1, 3], deep: { same: true }, extra: 'x' } },
      ]),
      [
        { option: 'plan.seed', values: [1, 2] },
        { option: 'plan.rates', values: [[1, 2], [1, 3]] }, // prettier-ignore
        { option: 'plan.extra', values: [undefined, 'x'] },
      ],
    ));

  it('have a winner for each loss and metric', async () => {
    const one = [started, step(1, 4), step(2, 2), validation(2, 0.7)];
    const other = [started, step(1, 1), validation(1, 0.6)];
    const { differences, values, runs } = compareRuns([
      await readRun(await writeRun(join(root, 'a'), { plan: { seed: 1 } }, one)),
      await readRun(await writeRun(join(root, 'b'), { plan: { seed: 2 } }, other)),
    ]);
    assert.deepEqual(runs.map(({ name }) => name), ['a', 'b']); // prettier-ignore
    assert.deepEqual(differences, [{ option: 'plan.seed', values: [1, 2] }]);
    const winners = Object.fromEntries(values.map(({ name, winner }) => [name, winner]));
    assert.deepEqual(winners, { 'total/generators': 1, [DICE]: 0 });
  });

  it('have no winner and no best value where the name of a metric does not say what is better', async () => {
    const runs = [];
    for (const [name, value] of [
      ['a', 0.5],
      ['b', 0.9],
    ] as const) {
      const validated = { ...validation(1, null), metrics: { epoch_accuracy: value, oddity: value } };
      const begun = { ...started, metrics: ['epoch_accuracy', 'oddity'] };
      runs.push(
        await readRun(await writeRun(join(root, name), {}, [begun, step(1, 1), validated] as RunEvent[])),
      );
    }
    const { values } = compareRuns(runs);
    assert.deepEqual(Object.fromEntries(values.map(({ name, winner }) => [name, winner])), {
      'total/generators': 0,
      epoch_accuracy: 1,
      oddity: undefined,
    });
    const { of } = values.find(({ name }) => name === 'oddity')!;
    assert.deepEqual(of[0], { last: 0.5, best: null });
  });

  it('of TensorBoard differ in their hyperparameters', async () => {
    const runs = [];
    for (const name of ['pytorch', 'tensorflow']) {
      await cp(join(TENSORBOARD, name), join(root, name), { recursive: true });
      runs.push(await readRun(join(root, name)));
    }
    const { differences } = compareRuns(runs);
    assert.deepEqual(
      differences.find(({ option }) => option === 'lr'),
      { option: 'lr', values: [2e-4, undefined] },
    );
  });
});
