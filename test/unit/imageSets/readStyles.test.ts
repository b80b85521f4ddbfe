import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { weightsSha256, writeModelFolder } from '../../../engine/checkpoints/modelFolder.js';
import { writePng } from '../../../engine/images/encode.js';
import { projectStyles } from '../../../engine/imageSets/projectStyles.js';
import { readStyles } from '../../../engine/imageSets/readStyles.js';
import { imagesOfSets } from '../../../engine/imageSets/setImages.js';
import { styleReport } from '../../../engine/imageSets/styleReport.js';
import { TINY_RESNET, weightsFor } from '../checkpoints/weightFiles.js';
import { writeNoise } from './noiseImages.js';

/** Model of one network, whose batch norms have statistics of training. */
async function writeModel(dir: string): Promise<void> {
  const weights = new Map(
    [...weightsFor(TINY_RESNET)].map(([name, { shape, data }]) => [
      name,
      { shape, data: name.endsWith('running_var') ? data.fill(1) : data },
    ]),
  );
  await writeModelFolder(
    dir,
    {
      ...{ schemaVersion: 1, id: 'tiny', title: 'Tiny', kind: 'SDG', inputs: ['ihc'], tilePx: 64 },
      ...{ normalisation: 'tile', segmentations: [] },
      translations: [
        {
          ...{ modality: 'dapi', label: 'DAPI', backgroundColour: [0, 0, 0], weights: 'dapi.safetensors' },
          ...{ sha256: weightsSha256(weights), architecture: TINY_RESNET },
        },
      ],
    },
    new Map([['dapi.safetensors', weights]]),
  );
}

describe('style of images in folders', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-style-'));
    await writeNoise(join(folder, 'brown'), 'cd8', [150, 110, 60], 6);
    await writeNoise(join(folder, 'blue'), 'ki67', [90, 90, 160], 3);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('names data sets by sub-folders, and markers by file names', async () => {
    const { images } = await imagesOfSets([folder], 100);
    assert.deepEqual([...new Set(images.map((one) => `${one.folder} ${one.marker}`))].sort(), [
      'blue Ki67',
      'brown CD8',
    ]);
  });

  it('takes as many of each data set if there are too many, and says so', async () => {
    const { images, notes } = await imagesOfSets([folder], 6);
    assert.equal(images.filter((one) => one.folder === 'blue').length, 3);
    assert.equal(images.length, 6);
    assert.match(notes.join(), /6 of 9 images are taken/);
  });

  it('lays the data sets out apart, and names what weighs most', async () => {
    const found = await imagesOfSets([folder], 100);
    const styles = await readStyles(found, { thumbnails: true });
    const groups = styles.features.map(({ group }) => group);
    const layout = await projectStyles({ values: styles.values, groups, method: 'pca' });
    const across = (name: string) =>
      styles.images.flatMap((one, i) => (one.folder === name ? [layout.places[2 * i]!] : []));
    const [brown, blue] = [across('brown'), across('blue')];
    assert.ok(Math.max(...brown) < Math.min(...blue) || Math.max(...blue) < Math.min(...brown));
    assert.equal(layout.axes![0]!.strongest.length, 4);
    const page = styleReport(styles, layout, 'folder');
    assert.equal(page.match(/<circle/g)!.length, 9);
    assert.match(page, /brown \(6\)/);
  });

  it('leaves out what cannot be read, with the reason', async () => {
    const broken = join(folder, 'blue', 'broken.png');
    await writeFile(broken, 'no image');
    const { failures, images } = await readStyles(await imagesOfSets([folder], 100), { thumbnails: false });
    await rm(broken);
    assert.equal(images.length, 9);
    assert.deepEqual(
      failures.map(({ path }) => basename(path)),
      ['broken.png'],
    );
    assert.match(failures[0]!.reason, /is a text file/);
  });

  it('takes the first panel of training rows, and says so', async () => {
    const data = Uint8Array.from({ length: 3 * 120 * 40 }, (_, at) =>
      Math.floor(at / 3) % 120 < 40 ? 200 : 0,
    );
    const row = join(folder, 'rows', 'row.png');
    await mkdir(join(folder, 'rows'));
    await writePng({ width: 120, height: 40, channels: 3, data }, row);
    const { features, values, notes } = await readStyles(await imagesOfSets([join(folder, 'rows')], 9), {
      thumbnails: false,
    });
    await rm(join(folder, 'rows'), { recursive: true });
    assert.equal(Math.round(values[features.findIndex(({ id }) => id === 'brightness')]!), 200);
    assert.match(notes.join(), /One image is a training row; of these only the first panel is taken/);
  });

  it('adds deep features of a model', async () => {
    const model = join(folder, 'blue', 'model');
    await writeModel(model);
    const found = await imagesOfSets([join(folder, 'blue')], 2);
    const { features, values } = await readStyles(found, { model, thumbnails: false });
    await rm(model, { recursive: true });
    const deep = features.flatMap(({ group }, i) => (group === 'deep' ? [i] : []));
    assert.ok(deep.length > 0);
    assert.ok(deep.every((column) => Number.isFinite(values[column])));
    assert.ok(deep.some((column) => values[column] !== 0));
  });

  it('says what to do for no images, too few of them, and features that there are not', async () => {
    await assert.rejects(imagesOfSets([join(folder, 'none')], 9), /is not a folder/);
    const values = Float64Array.of(1, 2);
    await assert.rejects(
      projectStyles({ values, groups: ['light', 'light'], method: 'tsne' }),
      /needs 4 images/,
    );
    await assert.rejects(
      projectStyles({ values, groups: ['light'], use: ['deep'], method: 'pca' }),
      /no feature of deep/,
    );
  });
});
