import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plugInsOf, readPlan, stepsNamed } from '../../../engine/reading/plan.js';
import { INFER, planWith, READ_IMAGE, SCORE } from './writtenPlan.js';

describe('a plan', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-plan-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (value: unknown) => writeFileSync(join(folder, 'plan.json'), JSON.stringify(value));

  it('is read from a result folder, with its steps in their order', async () => {
    const plan = planWith(READ_IMAGE, INFER, SCORE);
    write({ ...plan, unknown: 1 });
    assert.deepEqual(await readPlan(folder), plan);
    assert.deepEqual(stepsNamed(plan, 'infer'), [INFER]);
  });

  it('names the plug-ins that took part, each once', () => {
    const shape = { id: 'roundness', plugin: 'acme.shape', version: '1.2.0' };
    const score = { ...SCORE, measurements: [shape], scorers: [{ ...shape, id: 'mean' }] };
    assert.deepEqual(
      plugInsOf(planWith(READ_IMAGE, INFER, score)).map(({ plugin }) => plugin),
      ['acme.shape'],
    );
  });

  for (const [what, value, message] of [
    [
      'of a later version',
      planWith({ ...SCORE, step: 'dream' } as never),
      /steps\[0\]\.step: "readImage" or .*"dream"/,
    ],
    ['with too many steps', { ...planWith(), steps: Array(201).fill(SCORE) }, /a list of at most 200/],
    ['that is no plan', { a: 1 }, /The plan is damaged/],
  ] as const)
    it(`${what} is refused`, async () => {
      write(value);
      await assert.rejects(readPlan(folder), { code: 'usage', message });
    });

  it('is missing in results of earlier versions, which is said', async () => {
    await assert.rejects(readPlan(folder), { code: 'usage', message: /earlier versions have none/ });
  });
});
