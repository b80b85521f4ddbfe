// The same training on every backend of this machine: equal within the rounding errors of float32 sums in another order.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGpuAdapter } from '../../../engine/backends/gpuAdapter.js';
import { findNativeTensorFlow } from '../../../engine/backends/tensorflow/native.js';
import type { RunEvent } from '../../../engine/runlog/runEvents.js';
import { newRun } from '../../../engine/training/run/newRun.js';
import { startRun } from '../../../engine/training/run/runTraining.js';
import { trainOptions } from '../../../engine/training/plan/trainOptions.js';
import { eventsOf, TINY_OPTIONS, watching, writeSamples } from '../../unit/training/tinyRun.js';

const STEPS = 4;
/**
 * Largest relative differences of a loss before any weight has changed, and after: Adam turns tiny gradients into
 * whole steps.
 */
const FIRST_STEP = 1e-5;
const LATER = 1e-3;

describe('training on', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-backends-'));
    await writeSamples(root, STEPS);
  });
  after(() => rm(root, { recursive: true, force: true }));

  /** All losses of a run: of its steps and of the validation after them. */
  const numbersOf = async (backend: string) => {
    const options = {
      ...TINY_OPTIONS,
      ...{ netG: ['resnet_1blocks'], ngf: 2, ndf: 2, validateEveryEpochs: 1 },
      ...{ nEpochs: 0, data: 'data', out: 'runs', name: backend },
    };
    const { dir } = await startRun(newRun(trainOptions(options, 'every backend', root)), backend, watching());
    return (await eventsOf(dir)).flatMap(lossesOf);
  };
  let expected: Promise<readonly StepNumbers[]> | undefined;
  const itIsAsOnTheCpu = (backend: string) =>
    it(`${backend} has the losses of plain JavaScript`, async function () {
      this.timeout(300_000);
      const missing = await whyMissing(backend);
      if (missing !== undefined) {
        this.test!.title = `${backend}: not run, ${missing}`;
        this.skip();
      }
      const [wanted, found] = [await (expected ??= numbersOf('cpu')), await numbersOf(backend)];
      assert.equal(found.length, STEPS + 1);
      found.forEach(({ step, numbers }, i) => {
        assert.deepEqual(Object.keys(numbers), Object.keys(wanted[i]!.numbers));
        for (const [name, value] of Object.entries(numbers)) {
          const there = wanted[i]!.numbers[name]!;
          const apart = Math.abs(value - there) / Math.max(Math.abs(there), 1e-2);
          assert.ok(
            apart <= (i === 0 ? FIRST_STEP : LATER),
            `step ${step}: ${name} ${value}, on the CPU ${there}`,
          );
        }
      });
    });
  for (const backend of ['wasm', 'tensorflow', 'webgpu'] as const) itIsAsOnTheCpu(backend);
});

interface StepNumbers {
  readonly step: number;
  readonly numbers: Readonly<Record<string, number>>;
}

function lossesOf(event: RunEvent): readonly StepNumbers[] {
  if (event.type === 'step') return [{ step: event.step, numbers: event.losses as Record<string, number> }];
  if (event.type !== 'validation') return [];
  const losses = Object.entries(event.metrics).filter(
    (entry): entry is [string, number] => /l1$|gan$|ssim$/.test(entry[0]) && entry[1] !== null,
  );
  return [{ step: event.step, numbers: Object.fromEntries(losses) }];
}

/** The reason why a backend is not tested. A GPU that software imitates takes minutes, and is tested on request only. */
async function whyMissing(backend: string): Promise<string | undefined> {
  if (backend === 'tensorflow') {
    const native = await findNativeTensorFlow();
    return native.works ? undefined : `${native.reason}; "npm run native" builds it`;
  }
  if (backend !== 'webgpu') return undefined;
  const gpu = await findGpuAdapter();
  if (!gpu.works) return gpu.reason;
  return gpu.software && process.env.DEEPLIIF_SOFTWARE_GPU === undefined
    ? `its GPU is imitated on the CPU (${gpu.name}); DEEPLIIF_SOFTWARE_GPU=1 takes it`
    : undefined;
}
