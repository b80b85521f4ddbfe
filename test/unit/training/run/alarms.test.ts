// The rules that raise alarms.

import assert from 'node:assert/strict';
import {
  blankPictures,
  divergence,
  lostGame,
  NO_BLANKS,
  NO_DIVERGENCE,
  NO_GAME,
} from '../../../../engine/training/run/alarms.js';

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
});
