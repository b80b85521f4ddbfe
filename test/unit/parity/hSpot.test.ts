// Parity suite h_spot: the arithmetic of training equals PyTorch's, and the suite fails if a number differs.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ParityCheck } from '../../parity/check.js';
import { hPixels } from '../../parity/hPixels.js';
import { hSpot } from '../../parity/hSpot.js';

const FIXTURES = fileURLToPath(new URL('../../../../test/fixtures/deepliif/', import.meta.url));

/** Parts of spot.json with results: the path of one number ("*" is the first entry) and the check that covers it. */
const EXPECTED: Readonly<Record<string, { readonly path: string; readonly check: string }>> = {
  smooth_l1: { path: 'loss', check: 'smooth L1' },
  gan: { path: 'cases.*.loss', check: 'GAN loss' },
  lr: { path: '*.epoch_lr.*.1', check: 'learning rate' },
  batchnorm: { path: 'steps.*.running_mean.*', check: 'batch norm · running statistics' },
  instancenorm: { path: 'y.*.*.*.*', check: 'instance norm' },
  adam: { path: 'steps.*.w.*', check: 'Adam' },
  vgg: { path: 'loss', check: 'perceptual loss' },
  tensor2im: { path: 'u8.*', check: 'tensor to grey level' },
  u8_roundtrip: { path: 'out.*', check: 'grey level to tensor and back' },
  rgb_to_L: { path: 'L.*', check: 'RGB to grey' },
  is_empty: { path: 'cases.*.variance', check: 'empty tile' },
  numba_round: { path: '*', check: 'rounding' },
};

/** The same value with the number at `path` increased by 1. */
function oneMoreAt(value: unknown, path: string): unknown {
  if (path === '') return (value as number) + 1;
  const [step = '', ...rest] = path.split('.');
  const copy = structuredClone(value) as Record<string, unknown>; // an array is one as well
  const key = step === '*' ? Object.keys(copy)[0]! : step;
  copy[key] = oneMoreAt(copy[key], rest.join('.'));
  return copy;
}

async function allChecks(root: string): Promise<ParityCheck[]> {
  const checks: ParityCheck[] = [];
  for (const suite of [hSpot, hPixels])
    for await (const check of suite(root, { backend: 'cpu' })) checks.push(check);
  return checks;
}

describe('parity suite h_spot', () => {
  let checks: readonly ParityCheck[];
  before(async () => void (checks = await allChecks(FIXTURES)));

  it('passes on the fixtures, check by check', () =>
    assert.deepEqual(
      checks.filter(({ pass }) => !pass),
      [],
    ));

  describe('in a copy with other numbers', () => {
    let root: string;
    let spot: Record<string, unknown>;
    beforeEach(async () => {
      root = await mkdtemp(join(tmpdir(), 'deepliif-spot-'));
      await cp(join(FIXTURES, 'h_spot'), join(root, 'h_spot'), { recursive: true });
      spot = JSON.parse(await readFile(join(root, 'h_spot', 'spot.json'), 'utf8')) as Record<string, unknown>;
    });
    afterEach(() => rm(root, { recursive: true }));

    const failures = async () => {
      await writeFile(join(root, 'h_spot', 'spot.json'), JSON.stringify(spot));
      return (await allChecks(root)).filter(({ pass }) => !pass);
    };

    it('fails at every part with a wrong number', async () => {
      // Parts without such a check: versions are no result, and background colours need the training rows.
      const elsewhere = ['versions', 'background_colors_train_dir'];
      assert.deepEqual(Object.keys(spot).sort(), [...Object.keys(EXPECTED), ...elsewhere].sort());
      for (const [part, { path }] of Object.entries(EXPECTED)) spot[part] = oneMoreAt(spot[part], path);
      const failed = (await failures()).map(({ name }) => name);
      for (const [part, { check }] of Object.entries(EXPECTED))
        assert.ok(
          failed.some((name) => name.startsWith(`h_spot · ${check}`)),
          `${part} was changed and no check of "${check}" failed`,
        );
    });

    it('fails for a part without a check', async () => {
      spot.optimiser_of_tomorrow = 1;
      const [failure] = await failures();
      assert.match(failure!.note!, /optimiser_of_tomorrow/);
    });

    it('fails for a listed file that is not there', async () => {
      await rm(join(root, 'h_spot', (spot.vgg as { grad: { file: string } }).grad.file));
      const failed = await failures();
      assert.deepEqual(
        failed.map(({ name }) => name),
        ['h_spot · perceptual loss · gradient'],
      );
      assert.match(failed[0]!.note!, /ENOENT/);
    });
  });
});
