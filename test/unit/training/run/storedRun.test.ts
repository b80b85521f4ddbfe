// run.json read from disk: every plan that options can make is read as it was written, also one of an earlier version.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { newRun } from '../../../../engine/training/run/newRun.js';
import { runDescription, type RunDescription } from '../../../../engine/training/run/storedRun.js';
import { ROOT } from '../../sourceTree.js';

const runOf = (options: object) =>
  newRun(trainOptions({ ...options, data: '/data', out: '/runs' }, 'test', '/'));
const stored = (run: unknown) => JSON.parse(JSON.stringify(run)) as Record<string, unknown>;

/** Written by version 0.1.0 before plans had shapes, with the options that they came of. */
const EARLIER = JSON.parse(
  readFileSync(join(ROOT, 'test/fixtures/training/storedRuns.json'), 'utf8'),
) as Readonly<
  Record<string, { readonly options: object; readonly run: RunDescription & { readonly name: string } }>
>;

describe('a stored run', () => {
  for (const given of [
    {},
    {
      objective: 'paper',
      ganMode: 'lsgan',
      labelSmoothing: 0.1,
      initType: 'orthogonal',
      optimizer: 'rmsprop',
    },
    { lrPolicy: 'step', upsample: 'resize_conv', netD: 'pixel', segGen: false },
    { lrPolicy: 'cosine', netG: ['unet_32', 'unet_64'], modalitiesNames: ['a', 'b'], epochCount: 7 },
    { lrPolicy: 'plateau', lossWeightsG: [1], lossWeightsD: [1], segWeights: [1], modalitiesNames: [] },
    { model: 'CycleGAN', poolSize: 3, modalitiesNames: ['a'] },
  ])
    it(`of the options ${JSON.stringify(given)} is read as it was written`, () => {
      const { runs, name, ...run } = runOf(given);
      assert.deepEqual(runDescription(stored({ runs, name, ...run }), '/runs/a'), run);
    });

  for (const [what, { options, run }] of Object.entries(EARLIER))
    it(`of an earlier version (${what}) is read as it was written, and is what its options mean today`, () => {
      const { data, plan, keeping, validation, vgg19, initFrom, measured } = run;
      const rest = { ...(vgg19 ? { vgg19 } : {}), ...(initFrom ? { initFrom } : {}), measured };
      assert.deepEqual(runDescription(run, '/runs/a'), { data, plan, keeping, validation, ...rest });
      assert.deepEqual(plan, runOf(options).plan);
      assert.deepEqual([keeping, validation], [runOf(options).keeping, runOf(options).validation]);
    });

  it('may say nothing of checkpoints to keep and of validation', () => {
    const { data, plan } = runOf({});
    assert.deepEqual(runDescription(stored({ data, plan }), '/runs/a'), { data, plan });
  });

  type Fields = Record<string, unknown>;
  const within = (fields: Fields, name: string) => fields[name] as Fields;
  for (const [what, change, message] of [
    [
      'a value beyond its option’s bounds',
      (plan: Fields) => (plan.poolSize = 1001),
      /poolSize: .* 0 to 1000/,
    ],
    [
      'a kind of model that there is not',
      (plan: Fields) => (within(plan, 'model').kind = 'GAN'),
      /"GAN".*DeepLIIF, /,
    ],
    ['a field that is missing', (plan: Fields) => (plan.optimiser = {}), /optimiser\.kind/],
    [
      'a network back in a model of registered images',
      (plan: Fields) => {
        const [first] = within(plan, 'model').translations as [Fields];
        first.back = stored({ generator: first.generator, discriminator: first.discriminator });
      },
      /networks back to the input belong to models of unregistered images/,
    ],
  ] as const)
    it(`is refused with ${what}`, () => {
      const run = stored(runOf({}));
      change(run.plan as Fields);
      assert.throws(
        () => runDescription(run, '/runs/a'),
        (error: Error & { code: string }) => {
          assert.equal(error.code, 'usage');
          assert.match(error.message, /^\/runs\/a\/run\.json/);
          assert.match(error.message, message);
          return true;
        },
      );
    });
});
