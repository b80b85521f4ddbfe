// The monitors of a run: they raise alarms and keep the last checkpoint before the trouble.

import assert from 'node:assert/strict';
import type { RunEvent, StepEvent } from '../../../../engine/runlog/runEvents.js';
import { evenWeights, referenceObjective } from '../../../../engine/training/plan/objective.js';
import { WILD_STEPS, WINDOW_STEPS } from '../../../../engine/training/run/alarms.js';
import { listeningMonitors, monitorsOf } from '../../../../engine/training/run/monitors.js';

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const even = evenWeights(1, true);
const objective = referenceObjective(1, true, { generators: even, discriminators: even });

describe('the alarms of monitors', () => {
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
    assert.match(looks[0]!.message, /images of marker are almost blank/);
  });
});

describe('monitors that listen to a run', () => {
  const time = '2026-01-01T00:00:00.000Z';
  const step = (n: number, total: number): StepEvent => ({
    ...{ type: 'step', time, epoch: 0, step: n, generatorRate: 1, discriminatorRate: 1, stepMs: 1 },
    ...{ memoryMiB: 1, losses: { 'total/generators': total } },
  });

  it('emit an alarm of the step, and keep the last checkpoint before the trouble when they hear it', async () => {
    const kept: unknown[] = [];
    const emitted: RunEvent[] = [];
    const folder = { keepBefore: (name: string, at: number) => Promise.resolve(void kept.push([name, at])) };
    const monitors = listeningMonitors(objective, folder, 0);
    const run = { dir: '/run', emit: (event: RunEvent) => emitted.push(event), stop: assert.fail };
    const totals = [...times(WINDOW_STEPS, 5), ...times(WILD_STEPS, 51)];
    for (const [i, total] of totals.entries()) await monitors.hear(step(i + 1, total), run);
    const [alarm] = emitted;
    assert.equal(emitted.length, 1);
    assert.ok(alarm!.type === 'alarm' && alarm!.kind === 'divergence' && alarm!.step === totals.length);
    assert.deepEqual(kept, [], 'nothing before the alarm is recorded');
    await monitors.hear(alarm!, run);
    assert.deepEqual(kept, [['before-divergence', WILD_STEPS]]);
  });

  it('keep nothing for alarms of others', async () => {
    const monitors = listeningMonitors(objective, { keepBefore: () => assert.fail() }, 0);
    const run = { dir: '/run', emit: () => assert.fail(), stop: () => assert.fail() };
    for (const kind of ['disk-full', 'not-a-number'] as const)
      await monitors.hear({ type: 'alarm', time, step: 1, kind, message: '' }, run);
  });

  it('give the alarms of pictures with the last step that they heard of', () => {
    const monitors = listeningMonitors(objective, { keepBefore: () => assert.fail() }, 7);
    const looks = times(5, [{ image: 'marker', made: 0, truth: 0.5 }]).flatMap((one) => monitors.look(one));
    assert.deepEqual(
      looks.map((alarm) => [alarm.kind, alarm.step]),
      [['mode-collapse', 7]],
    );
  });
});
