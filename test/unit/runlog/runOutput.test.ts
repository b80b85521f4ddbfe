import assert from 'node:assert/strict';
import { MOST_OUTPUT_BYTES, runOutput as shape, type RunOutput } from '../../../engine/protocol/outputs.js';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { runOutput } from '../../../engine/runlog/runOutput.js';
import { reduceRun, type RunState } from '../../../engine/runlog/runState.js';

const time = '2026-01-01T00:00:00Z';

function stateOf(
  steps: number,
  names: readonly string[],
  valueAt: (step: number) => number | null,
): RunState {
  const reduction = reduceRun();
  const { state } = reduction;
  const started = {
    ...{ type: 'started', time, step: 0, epochs: 2, stepsPerEpoch: steps, backend: 'cpu' },
    ...{ losses: names, metrics: [], images: [] },
  };
  reduction.add(started as unknown as RunEvent);
  for (let step = 1; step <= steps; step++)
    reduction.add({
      ...{ type: 'step', time, step, epoch: 1, generatorRate: 1, discriminatorRate: 1, stepMs: 1 },
      losses: Object.fromEntries(names.map((name) => [name, valueAt(step)])),
    } as unknown as RunEvent);
  return state;
}

const outputOf = (state: RunState): RunOutput =>
  shape(
    JSON.parse(
      JSON.stringify(runOutput({ name: 'run', status: 'done', state, problems: [] }, { path: 'runs/run' })),
    ),
    'output',
  );

describe('output of a run', () => {
  it('keeps its bound with sixty losses of twenty thousand steps', () => {
    const names = Array.from({ length: 60 }, (_, i) => `tile-${i}/l1`);
    const output = outputOf(stateOf(20_000, names, (step) => step % 977));
    assert.ok(Buffer.byteLength(JSON.stringify(output)) <= MOST_OUTPUT_BYTES);
    assert.equal(output.curves[0]!.rows, 20_000);
  });

  it('keeps the extremes and the NaN of a thinned curve, its last and its best value', () => {
    const state = stateOf(5000, ['dapi/l1'], (step) => (step === 3000 ? null : step === 1234 ? -7 : step));
    const [curve] = outputOf(state).curves;
    const values = Buffer.from(curve!.value, 'base64');
    const steps = Buffer.from(curve!.step, 'base64');
    const points = Array.from({ length: steps.length / 4 }, (_, i) => ({
      step: steps.readUInt32LE(4 * i),
      value: values.readFloatLE(4 * i),
    }));
    assert.ok(points.length <= 600 && points.length > 300);
    assert.ok(points.some(({ step, value }) => step === 1234 && value === -7));
    assert.ok(points.some(({ step, value }) => step === 3000 && Number.isNaN(value)));
    assert.deepEqual([curve!.last, curve!.best], [5000, { step: 1234, value: -7 }]);
    assert.deepEqual(
      points.map(({ step }) => step),
      points.map(({ step }) => step).sort((a, b) => a - b),
    );
  });

  it('leaves out what other programs write and an output cannot hold', () => {
    const reduction = reduceRun();
    reduction.add({
      ...{ type: 'started', time, step: 0, epochs: 2, stepsPerEpoch: 1, backend: '', host: '', pid: 0 },
      ...{ losses: ['', 'dapi/l1'], metrics: [], images: [] },
    });
    reduction.add({
      ...{ type: 'step', time, step: 1, epoch: 1.5, generatorRate: 1, discriminatorRate: 1, stepMs: 1 },
      ...{ memoryMiB: 1, losses: { '': 1, 'dapi/l1': 2 } },
    });
    const { backend, epoch, curves } = outputOf(reduction.state);
    assert.deepEqual([backend, epoch, curves.map(({ name }) => name)], [undefined, 1, ['dapi/l1']]);
  });
});
