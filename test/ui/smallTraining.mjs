// Small trainings to watch: two tiles of 32 px, DAPI and segmentation of real images, networks of a few
// filters, a step a second on the CPU.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const ROWS = join(import.meta.dirname, '../fixtures/deepliif/e_training');
const TILE_PX = 32;
/** Tiles of a row of the fixture: IHC, DAPI, segmentation. */
const PANELS = [0, 2, 5];
const OPTIONS = {
  ...{ data: 'tiles', out: 'runs', backend: 'cpu', modalitiesNames: ['dapi'] },
  ...{ netG: 'resnet_1blocks', netGs: 'unet_32', ngf: 1, ndf: 1, nLayersD: 1 },
  ...{ sampleEveryEpochs: 1, validateEveryEpochs: 1, nEpochsDecay: 0 },
};

/** Writes the tiles and "<name>.deepliif-train.json" into a workspace; an epoch has two steps, of `epochs` one is more. */
export async function writeTraining(workspace, name, epochs) {
  const train = join(workspace, 'tiles/train');
  mkdirSync(train, { recursive: true });
  for (const file of ['Bladder1', 'Lung1']) {
    const panels = PANELS.map(async (panel, place) => {
      const cut = { left: panel * 512 + 200, top: 200, width: 128, height: 128 };
      const tile = sharp(join(ROWS, `${file}.webp`))
        .extract(cut)
        .removeAlpha()
        .resize(TILE_PX, TILE_PX);
      return { input: await tile.png().toBuffer(), left: place * TILE_PX, top: 0 };
    });
    const create = { width: PANELS.length * TILE_PX, height: TILE_PX, channels: 3, background: '#000' };
    await sharp({ create })
      .composite(await Promise.all(panels))
      .png()
      .toFile(join(train, `${file}.png`));
  }
  const config = JSON.stringify({ name, ...OPTIONS, nEpochs: epochs - 1 }, null, 2);
  writeFileSync(join(workspace, `${name}.deepliif-train.json`), `${config}\n`);
}

/** The one run of that name in the workspace's "runs"; throws until there is one. */
export function runNamed(workspace, name) {
  const runs = join(workspace, 'runs');
  const folder = join(
    runs,
    readdirSync(runs).find((each) => each.endsWith(`-${name}`)),
  );
  const events = () =>
    readFileSync(join(folder, 'events.jsonl'), 'utf8')
      .split('\n')
      .slice(0, -1) // the last is empty, or being written
      .map((line) => JSON.parse(line));
  return {
    folder,
    events,
    /** Events of a type. */
    those: (type) => events().filter((event) => event.type === type),
    step: () => events().findLast((event) => event.type === 'step')?.step ?? 0,
    process: () => JSON.parse(readFileSync(join(folder, 'process.json'), 'utf8')),
  };
}
