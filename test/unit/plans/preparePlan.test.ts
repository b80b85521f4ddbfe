// Differences between a plan and what is here, each told before anything starts.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { analyseImage } from '../../../engine/analysis/analyseImage.js';
import { openAnalyser, openModelFolder } from '../../../engine/analysis/openAnalyser.js';
import { ENGINE_VERSION } from '../../../engine/files/engineVersion.js';
import { fileSha256 } from '../../../engine/files/fileSha256.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { preparePlan, type PlanChoices } from '../../../engine/plans/preparePlan.js';
import { usePlugins } from '../../../engine/plugins/usedPlugins.js';
import type { Plan, PlanStep } from '../../../engine/reading/plan.js';
import { TOY_MODEL } from '../../toyModel.js';
import { INFER, planWith, READ_IMAGE, SCORE } from '../reading/writtenPlan.js';

const SHA256 = 'a'.repeat(64);

describe('a plan that is to run here', () => {
  let folder: string;
  let image: PlanStep<'readImage'>;
  let inference: PlanStep<'infer'>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-plan-'));
    const absolutePath = join(folder, 'tile.png');
    await writeFile(absolutePath, 'pixels');
    image = { ...READ_IMAGE, absolutePath, sha256: await fileSha256(absolutePath) };
    const manifestSha256 = await fileSha256(join(TOY_MODEL, 'manifest.json'));
    inference = {
      ...INFER,
      model: { ...INFER.model, id: 'deepliif-tiny', folder: TOY_MODEL, manifestSha256 },
    };
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function told(steps: readonly PlanStep[], choices: PlanChoices = {}, changes: Partial<Plan> = {}) {
    await mkdir(join(folder, 'result'), { recursive: true });
    const plan = { ...planWith(...steps), version: ENGINE_VERSION, ...changes };
    await writeFile(join(folder, 'result', 'plan.json'), JSON.stringify(plan));
    const prepared = await preparePlan(join(folder, 'result'), { backend: 'onnx', plugins: [], ...choices });
    return { ...prepared, sentences: prepared.differences.map(({ of, sentence }) => `${of}: ${sentence}`) };
  }

  it('has no differences where all is as it was', async () => {
    const { sentences, model, image: found } = await told([image, inference, SCORE]);
    assert.deepEqual(sentences, []);
    assert.deepEqual([model, found], [TOY_MODEL, image.absolutePath]);
  });

  it('tells another version, image, model and backend', async () => {
    const model = {
      ...inference.model,
      manifestSha256: SHA256,
      weights: [{ file: 'x.bin', sha256: SHA256 }],
    };
    const { sentences } = await told(
      [{ ...image, sha256: SHA256 }, { ...inference, model }, SCORE],
      { backend: 'wasm' },
      { version: '0.0.1' },
    );
    const expected = [
      /^version: The plan was made by version 0\.0\.1; this is version/,
      /^image: .*tile\.png has changed since/,
      /^model: The model "DeepLIIF tiny \(demo\)" has other weights/,
      /^backend: .* on the backend "onnx"; "wasm" was chosen/,
    ];
    assert.equal(sentences.length, expected.length, sentences.join('\n'));
    sentences.forEach((sentence, i) => assert.match(sentence, expected[i]!));
  });

  it('tells a plug-in that is not in use, or has another version, and drops post-processors that are gone', async () => {
    const swap = { id: 'swap', plugin: 'acme.swap', version: '1.0.0' };
    const shape = { id: 'roundness', plugin: 'acme.shape', version: '1.0.0' };
    const { sentences, plan } = await told(
      [
        image,
        inference,
        { step: 'postProcess', postProcessors: [swap] },
        { ...SCORE, measurements: [shape] },
      ],
      { plugins: [{ plugin: 'acme.shape', version: '2.0.0' }] },
    );
    assert.deepEqual(sentences, [
      'plug-in: The plug-in acme.swap 1.0.0 took part and is not in use here: what it computed is left out.',
      'plug-in: The plug-in acme.shape had version 1.0.0; here it has 2.0.0.',
    ]);
    assert.deepEqual(plan.steps[2], { step: 'postProcess', postProcessors: [] });
  });

  it('tells that classes set by hand are not beside it', async () => {
    const correct = { step: 'correct', map: 'Seg', corrections: 1, sha256: SHA256 } as const;
    const { sentences } = await told([image, inference, SCORE, correct]);
    assert.match(sentences.join(), /^corrections: .* no corrections\.json lies beside plan\.json/);
  });

  it('is refused if its image or its model is missing', async () => {
    const lost = { ...image, absolutePath: join(folder, 'lost.png'), path: 'lost.png' };
    await assert.rejects(
      told([lost, inference, SCORE]),
      /lost\.png, which is missing\. Put it back, or give/,
    );
    const model = { ...inference.model, id: 'lung', folder: join(folder, 'gone') };
    await assert.rejects(told([image, { ...inference, model }, SCORE]), /"Lung", which is not in .*--model/);
  });
});

describe('a plan whose model is a program of a plug-in', () => {
  const PLUGIN = join(packageRoot(), 'extension/sample/plugins/classical-model');
  let out: string;
  beforeEach(async () => (out = await mkdtemp(join(tmpdir(), 'deepliif-plan-'))));
  afterEach(async () => {
    await usePlugins([]);
    await rm(out, { recursive: true, force: true });
  });

  it('finds it by its id while the plug-in is in use', async () => {
    await usePlugins([PLUGIN]);
    const image = join(out, 'tile.png');
    await sharp('test/fixtures/deepliif/d_model/22_2.png')
      .extract({ left: 0, top: 0, width: 128, height: 128 })
      .toFile(image);
    const model = await openModelFolder('classical-watershed');
    const analyser = await openAnalyser(
      model,
      { scope: 'all', intermediateMaps: false },
      { precision: 'float32' },
      {},
    );
    const settings = { tilePx: 128, colour: 'managed', thresholds: {} } as const;
    const { folder } = await analyseImage(image, analyser, settings, { out, name: 'tile' });
    await analyser.dispose();
    const prepared = await preparePlan(folder);
    assert.deepEqual(
      [prepared.model, prepared.backend, prepared.differences],
      ['classical-watershed', 'auto', []],
    );
    await usePlugins([]);
    await assert.rejects(preparePlan(folder), {
      code: 'model-not-found',
      message: /needs the plug-in: --plugin/,
    });
  });
});
