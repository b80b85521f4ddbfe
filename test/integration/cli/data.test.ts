// `deepliif data check` and `deepliif data prepare`, as a shell sees them.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { deepliif, FIXTURES, namesIn, temporaryFolder } from './deepliif.js';

/** The reference's sample rows: IHC, hematoxylin, DAPI, LAP2β, marker, segmentation. */
const ROW = join(FIXTURES, 'deepliif', 'e_training', 'Bladder1.webp');
const WORDS = ['IHC', 'Hematoxylin', 'DAPI', 'Lap2', 'Marker', 'Seg'];

describe('deepliif data', () => {
  const folder = temporaryFolder();

  /** The row cut into six files. */
  const separate = async (name: string) => {
    await mkdir(join(folder.path, 'in'), { recursive: true });
    for (const [i, word] of WORDS.entries())
      await sharp(ROW)
        .extract({ left: 512 * i, top: 0, width: 512, height: 512 })
        .toFile(join(folder.path, 'in', `${name}_${word}.png`));
  };
  const prepare = () =>
    deepliif('data', 'prepare', '--input', join(folder.path, 'in'), '--out', join(folder.path, 'out'));

  it('prepare puts separate files together to rows that check reads', async () => {
    await separate('tile');
    const prepared = await prepare();
    assert.equal(prepared.code, 0, prepared.stderr);
    assert.deepEqual(await namesIn(folder.path, 'out'), ['provenance.json', 'train']);
    const row = sharp(join(folder.path, 'out', 'train', 'tile_IHC.png')).raw();
    assert.ok((await row.toBuffer()).equals(await sharp(ROW).removeAlpha().raw().toBuffer()));

    const { code, stdout } = await deepliif('data', 'check', join(folder.path, 'out'), '--json');
    assert.equal(code, 10); // its panels lie 6 to 11 px beside the IHC image
    const report = JSON.parse(stdout) as {
      readonly samples: readonly { readonly balance: Record<string, number> }[];
      readonly findings: readonly { readonly kind: string }[];
    };
    // The reference's metrics.json counts 183 cells, 15 of them positive (docs/reference.md 11).
    const { positiveCells, negativeCells } = report.samples[0]!.balance;
    assert.deepEqual([positiveCells, negativeCells], [15, 168]);
    assert.deepEqual([...new Set(report.findings.map(({ kind }) => kind))], ['shifted']);
    assert.equal((await deepliif('data', 'check', join(folder.path, 'out'), '--max-shift', '12')).code, 0);
  });

  it('check prints a table and what is wrong', async () => {
    await separate('a');
    await separate('b');
    await prepare();
    const { code, stdout } = await deepliif('data', 'check', join(folder.path, 'out'), '--max-shift', '12');
    assert.equal(code, 10);
    assert.match(stdout, /layout rows · panels ihc, hematoxylin, dapi, lap2, marker, segmentation/);
    assert.match(stdout, /train +2 +366 +30 +8\.2 % +336/);
    assert.match(stdout, /train\/a_IHC and train\/b_IHC: have the same input image\./);
    assert.match(stdout, /1 problem\(s\) found\.$/m);
  });

  it('prepare does not write into a folder that is there', async () => {
    await separate('a');
    await mkdir(join(folder.path, 'out'));
    const { code, stderr } = await prepare();
    assert.equal(code, 7);
    assert.match(stderr, /exists already/);
  });

  it('check needs training images', async () => {
    const { code, stderr } = await deepliif('data', 'check', folder.path);
    assert.equal(code, 2);
    assert.match(stderr, /no training images/);
  });
});
