// When a run deserves a look.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import {
  blankPictures,
  divergence,
  lostGame,
  NO_BLANKS,
  NO_DIVERGENCE,
  NO_GAME,
} from '../../../../engine/training/run/alarms.js';
import { contrastsOf } from '../../../../engine/training/run/contrast.js';
import { truthOf } from '../../../../engine/training/plan/modelPlan.js';
import { referenceObjective, evenWeights } from '../../../../engine/training/plan/objective.js';
import { monitorsOf } from '../../../../engine/training/run/monitors.js';
import { onCpu } from '../onCpu.js';

/** Numbers of the steps at which a rule warns; the first step is 1. */
function alarmsOf<M, V>(
  rule: (memory: M, value: V) => { readonly memory: M; readonly alarm: boolean },
  start: M,
  values: readonly V[],
): number[] {
  let memory = start;
  return values.flatMap((value, i) => {
    const after = rule(memory, value);
    memory = after.memory;
    return after.alarm ? [i + 1] : [];
  });
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('divergence', () => {
  const of = (totals: readonly number[]) => alarmsOf(divergence, NO_DIVERGENCE, totals);

  it('is 20 steps in a row of more than 10 times the usual total', () =>
    assert.deepEqual(of([...times(100, 5), ...times(20, 51)]), [120]));

  it('is no single wild step, nor 19 of them', () => {
    assert.deepEqual(of([...times(100, 5), 1e9, ...times(100, 5)]), []);
    assert.deepEqual(of([...times(100, 5), ...times(19, 51), ...times(100, 5)]), []);
  });

  it('is not ten times as much exactly', () =>
    assert.deepEqual(of([...times(100, 5), ...times(30, 50)]), []));

  it('is not a total that falls, nor one that rises slowly', () => {
    assert.deepEqual(of(Array.from({ length: 400 }, (_, i) => 1000 / (i + 1))), []);
    assert.deepEqual(of(Array.from({ length: 400 }, (_, i) => 1 + i / 10)), []);
  });

  it('is known by the usual size, whatever the sign: critics have losses below 0', () =>
    assert.deepEqual(of([...times(100, -5), ...times(20, -51)]), [120]));

  it('is told once, and again after 20 calm steps', () => {
    const wild = times(40, 100);
    assert.deepEqual(of([...times(100, 5), ...wild, ...wild]), [120]);
    assert.deepEqual(of([...times(100, 5), ...wild, ...times(19, 5), ...wild]), [120]);
    assert.deepEqual(of([...times(100, 5), ...wild, ...times(20, 5), ...wild]), [120, 180]);
  });

  it('is not known before 50 steps', () => assert.deepEqual(of([...times(49, 1), ...times(20, 100)]), []));
});

describe('a lost game', () => {
  const of = (steps: readonly (readonly [real: number, fake: number, gan: number])[]) =>
    alarmsOf(
      lostGame,
      NO_GAME,
      steps.map(([real, fake, gan]) => ({ real, fake, gan })),
    );

  it('is a discriminator that is never wrong while the generator’s loss rises', () =>
    assert.deepEqual(
      of([...times(100, [0.6, 0.6, 0.7] as const), ...times(100, [0.01, 0.01, 5] as const)]).length,
      1,
    ));

  it('is not a discriminator that is wrong at times, on one side', () =>
    assert.deepEqual(
      of([...times(100, [0.6, 0.6, 0.7] as const), ...times(200, [0.01, 0.05, 5] as const)]),
      [],
    ));

  it('is not a generator that catches up', () =>
    assert.deepEqual(
      of([...times(100, [0.01, 0.01, 5] as const), ...times(200, [0.01, 0.01, 4] as const)]),
      [],
    ));

  it('is told once while it lasts', () => {
    const rising = Array.from({ length: 900 }, (_, i) => [0.001, 0.001, 1 + i / 20] as const);
    assert.equal(of([...times(100, [0.6, 0.6, 0.7] as const), ...rising]).length, 1);
  });
});

describe('blank pictures', () => {
  const of = (looks: readonly (readonly [made: number, truth: number])[]) =>
    alarmsOf(
      blankPictures,
      NO_BLANKS,
      looks.map(([made, truth]) => ({ made, truth })),
    );

  it('are five in a row with less than a twentieth of the contrast', () =>
    assert.deepEqual(of(times(8, [0.01, 0.4])), [5]));

  it('are not those whose truth is blank as well', () => assert.deepEqual(of(times(20, [0, 0.01])), []));

  it('are not four, nor dull ones', () => {
    assert.deepEqual(
      of([...times(4, [0.01, 0.4] as const), [0.3, 0.4], ...times(4, [0.01, 0.4] as const)]),
      [],
    );
    assert.deepEqual(of(times(20, [0.03, 0.4])), []);
  });

  it('are seen by the deviation of their pixels', async () => {
    await onCpu();
    const before = tf.memory().numTensors;
    // Half of the pixels at 1, half at -1: deviation 1. All at 0.5: none.
    const made = new Map([['dapi', tf.fill<tf.Rank.R4>([1, 2, 2, 3], 0.5)]]);
    const given = new Map([
      [truthOf('dapi'), tf.tensor4d([1, 1, 1, -1, -1, -1, 1, 1, 1, -1, -1, -1], [1, 2, 2, 3])],
    ]);
    assert.deepEqual(await contrastsOf(made, given), [{ image: 'dapi', made: 0, truth: 1 }]);
    tf.dispose([...made.values(), ...given.values()]);
    assert.equal(tf.memory().numTensors, before);
  });
});

describe('the alarms of a run', () => {
  const even = evenWeights(1, true);
  const objective = referenceObjective(1, true, { generators: even, discriminators: even });

  it('name the modality and what to do', () => {
    const watch = monitorsOf(objective);
    const losses = (d: number, gan: number) => ({
      ...{ 'total/generators': 5, 'dapi/gan': gan, 'dapi/d-real': d, 'dapi/d-fake': d, 'dapi/l1': 1 },
    });
    const alarms = [...times(100, losses(0.6, 0.7)), ...times(100, losses(0.001, 7))].flatMap((one) =>
      watch.afterStep(one),
    );
    assert.equal(alarms.length, 1);
    assert.equal(alarms[0]!.kind, 'mode-collapse');
    assert.match(alarms[0]!.message, /discriminator of dapi.*--lr-d/);
    const looks = times(5, [{ image: 'marker', made: 0, truth: 0.5 }]).flatMap((one) => watch.afterLook(one));
    assert.match(looks[0]!.message, /images of marker show almost nothing/);
  });
});
