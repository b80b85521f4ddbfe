import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeSweep } from '../../../engine/studies/changeSweep.js';
import { openSweep, retryTrial } from '../../../engine/studies/steerSweep.js';
import { parametersOf, sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { createSweep, readSweep, readCheckedSweep } from '../../../engine/studies/sweepFolder.js';
import { pedAnova } from '../../../engine/sweep/pedAnova.js';
import { tpeSampler } from '../../../engine/sweep/tpe.js';

const LR = { low: 1e-4, high: 1e-2, log: true };
const SPACE = { lrG: LR, norm: { choices: ['batch', 'instance'] }, ngf: { low: 4, high: 16 } };
const config = (change: object = {}) =>
  sweepConfig({ name: 's', seed: 7, space: SPACE, ...change }, 'a.json', '/');

describe('a changed configuration of a sweep', () => {
  let root: string;
  let folder: string;
  const sampler = tpeSampler(7);
  const tryTrials = async (count: number) => {
    const { config, study } = await openSweep(folder);
    for (let i = 0; i < count; i++) {
      const trial = await study.ask();
      const values = await study.suggest(trial, sampler, parametersOf(config));
      await study.tell(trial, 'complete', [values.get('lrG')!]);
    }
    return study.state;
  };
  const change = async (changed: object) =>
    changeSweep(folder, (await openSweep(folder)).study, config(changed), 'a.json');

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-change-'));
    folder = await createSweep(config(), root, new Date(0));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('holds from the next trial on; earlier ones stay with the number of their first trial', async () => {
    await tryTrials(2);
    assert.equal(await change({ trials: 50, seed: undefined }), 2);
    await tryTrials(1);
    assert.equal(await change({ trials: 60 }), 3);
    const { config: now, changes, fromTrial } = await readCheckedSweep(folder);
    assert.deepEqual([now.trials, now.seed, fromTrial], [60, 7, 3]);
    assert.deepEqual(
      changes.map((one) => [one.fromTrial, (one.config as { trials?: number }).trials]),
      [
        [0, undefined],
        [2, 50],
      ],
    );
  });

  it('moves a range: new values lie in it, old trials still guide TPE and importances', async () => {
    await tryTrials(12);
    await change({ space: { ...SPACE, lrG: { ...LR, low: 1e-5, high: 1e-3 } } });
    const { trials } = await tryTrials(8);
    for (const { params } of trials.slice(12)) {
      assert.ok(params.get('lrG')! >= 1e-5 && params.get('lrG')! <= 1e-3);
      assert.ok([...params.values()].every(Number.isFinite));
    }
    const shares = [...pedAnova({ name: 's', directions: ['minimize'], trials }).shares.values()];
    assert.ok(shares.every(Number.isFinite));
  });

  it('may take parameters out and add others', async () => {
    await tryTrials(11);
    await change({ train: { norm: 'batch' }, space: { lrG: LR, lrD: LR } });
    const { trials } = await tryTrials(2);
    assert.deepEqual([...trials.at(-1)!.params.keys()].sort(), ['lrD', 'lrG']);
  });

  for (const [what, changed, expected] of [
    ['another name', { name: 'other' }, /Keep the name/],
    ['another objective', { objectives: [{ metric: 'val/dapi/ssim', direction: 'maximize' }] }, /objectives/],
    [
      'other choices',
      { space: { ...SPACE, norm: { choices: ['batch'] } } },
      /one of batch, instance.*"train"/,
    ],
    ['another scale', { space: { ...SPACE, lrG: { low: 1e-4, high: 1e-2 } } }, /logarithmic/],
    [
      'λ in the space',
      { space: { ...SPACE, lambdaL1: { low: 1, high: 9 } } },
      /lambdaL1 is new in the space/,
    ],
  ] as const)
    it(`is refused with ${what}, because trials have it`, async () => {
      await tryTrials(1);
      const before = readFileSync(join(folder, 'sweep.json'), 'utf8');
      await assert.rejects(change(changed), { code: 'usage', message: expected });
      assert.equal(readFileSync(join(folder, 'sweep.json'), 'utf8'), before);
    });

  it('may have other choices while no trial has any', async () => {
    await change({ space: { ...SPACE, norm: { choices: ['spectral'] } } });
    assert.deepEqual((await readSweep(folder)).space.norm, { choices: ['spectral'] });
  });

  it('lets only trials be retried whose values it still has', async () => {
    await tryTrials(1);
    const retried = await retryTrial(await openSweep(folder), 0, 'start');
    const { study } = await openSweep(folder);
    assert.equal(study.state.trials[retried]!.systemAttrs.failed_trial, 0);
    await assert.rejects(retryTrial(await openSweep(folder), 0, 'checkpoint'), /no checkpoint/);
    const { study: open } = await openSweep(folder);
    await open.setUserAttrs(await open.ask(), { run: 'runs/a' });
    await open.suggest(open.state.trials[retried]!, sampler, parametersOf(config()));
    await open.tell(open.state.trials[retried]!, 'failed');
    mkdirSync(join(folder, 'runs/a/checkpoints/step-000000001'), { recursive: true });
    await change({ space: { ...SPACE, lrD: LR } });
    await assert.rejects(
      retryTrial(await openSweep(folder), retried, 'checkpoint'),
      /has no value of lrD, which the space has now/,
    );
    await change({ space: { lrG: LR } });
    await assert.rejects(retryTrial(await openSweep(folder), 0, 'start'), /no parameter norm/);
  });
});
