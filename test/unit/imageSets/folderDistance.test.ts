import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distanceByNetwork, distanceByStyle } from '../../../engine/imageSets/folderDistance.js';
import { imagesOfSets } from '../../../engine/imageSets/setImages.js';
import { ONNX_OUTPUT } from '../../../engine/backends/onnx/writeOnnx.js';
import { colourMeans } from '../backends/onnx/colourMeans.js';
import { writeNoise } from './noiseImages.js';

describe('distance of the images of two folders', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-distance-'));
    await writeNoise(join(folder, 'a'), 'a', [150, 110, 60], 10);
    await writeNoise(join(folder, 'b'), 'b', [90, 90, 160], 10);
    await writeFile(join(folder, 'colours.onnx'), colourMeans());
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const sets = async (a: string, b: string) =>
    [await imagesOfSets([join(folder, a)], 99), await imagesOfSets([join(folder, b)], 99)] as const;
  const choice = () => ({
    ...{ file: join(folder, 'colours.onnx'), sidePx: 16, layout: 'nchw' as const },
    ...{ mean: [0, 0, 0], deviation: [1, 1, 1] },
  });

  it('is a FID with the user’s network: that of the mean colours here', async () => {
    const found = await distanceByNetwork(await sets('a', 'b'), choice());
    assert.equal(found.title, 'FID (colours.onnx)');
    const colours = (60 / 255) ** 2 + (20 / 255) ** 2 + (100 / 255) ** 2;
    assert.ok(Math.abs(found.distance.distance - colours) < 0.01, `${found.distance.distance} ${colours}`);
    assert.deepEqual(found.warnings, []);
    assert.equal(found.scores, undefined);
  });

  it('comes with the inception score if the network has logits', async () => {
    const found = await distanceByNetwork(await sets('a', 'b'), {
      ...choice(),
      logits: ONNX_OUTPUT,
      output: ONNX_OUTPUT,
    });
    assert.equal(found.scores![0].splits, 10);
    assert.match(found.warnings.join(), /Inception score is too low: a part has 1 images for 3 classes/);
  });

  it('names the outputs that there are', async () =>
    assert.rejects(
      distanceByNetwork(await sets('a', 'b'), { ...choice(), output: 'pool' }),
      new RegExp(`has no output "pool". It has ${ONNX_OUTPUT}`),
    ));

  it('has another name with features of style, and warns of few images with the number it needs', async () => {
    const found = await distanceByStyle(await sets('a', 'b'), undefined);
    assert.equal(found.title, 'Fréchet distance of style features');
    assert.equal(found.scoreTitle, 'Variety score of style features');
    assert.ok(found.scores!.every(({ mean }) => mean >= 1));
    assert.match(found.warnings[0]!, /10 images are too few for 27 features.*Give 28 images or more/);
    const same = await distanceByStyle(await sets('a', 'a'), undefined);
    assert.ok(same.distance.distance < 1e-9);
  });
});
