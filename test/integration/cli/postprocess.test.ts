// `deepliif postprocess` against what the reference made of the same files.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Scoring } from '../../../engine/postprocessing/scoring.js';
import { deepliif, FIXTURES, namesIn, readJson, temporaryFolder } from './deepliif.js';

const FOLDER = join(FIXTURES, 'deepliif', 'f_postprocess', '799_2');
const FILES = ['--image', join(FOLDER, 'in_ihc.png'), '--seg', join(FOLDER, 'in_seg.png')];
const MARKER = ['--marker', join(FOLDER, 'in_marker.png')];

describe('deepliif postprocess', () => {
  const folder = temporaryFolder();
  const out = () => join(folder.path, 'results');
  const postprocess = (...args: readonly string[]) =>
    deepliif('postprocess', ...FILES, '--resolution', '40x', '--out', out(), ...args);

  it("gives the numbers of the reference on DeepLIIF's own output (docs/reference.md 7.10)", async () => {
    const { code, stdout, stderr } = await postprocess(...MARKER, '--json');
    assert.equal(code, 0, stderr);
    const { scoring } = JSON.parse(stdout) as { readonly scoring: Scoring };
    assert.deepEqual(
      [scoring.num_total, scoring.num_pos, scoring.num_neg, scoring.percent_pos],
      [93, 3, 90, 3.2],
    );
    assert.equal(scoring.size_thresh, 27);
  });

  it("gives those of the cloud service's default with its threshold of 150 (docs/reference.md 7.10)", async () => {
    await postprocess(...MARKER, '--seg-thresh', '150');
    const scoring = await readJson<Scoring>(out(), 'in_ihc', 'scoring.json');
    assert.deepEqual([scoring.num_total, scoring.num_pos, scoring.num_neg], [89, 2, 87]);
  });

  it('draws the reference picture, pixel by pixel', async () => {
    await postprocess(...MARKER);
    const pixels = (path: string) => sharp(path).removeAlpha().raw().toBuffer();
    const ours = await pixels(join(out(), 'in_ihc', 'SegRefined.png'));
    assert.ok(ours.equals(await pixels(join(FOLDER, 'default_SegRefined.png'))));
  });

  it('writes pictures, cells, scores and a record', async () => {
    await postprocess();
    assert.deepEqual(await namesIn(out(), 'in_ihc'), [
      'SegOverlaid.png',
      'SegRefined.png',
      'cells.json',
      'measurements.json',
      'plan.json',
      'result.json',
      'scoring.json',
    ]);
  });

  it('keeps every cell beyond noise in cells.json, with marker and optical density', async () => {
    await postprocess(...MARKER);
    const { cells } = await readJson<{ readonly cells: readonly Record<string, unknown>[] }>(
      out(),
      'in_ihc',
      'cells.json',
    );
    assert.ok(cells.length > 93);
    assert.deepEqual(Object.keys(cells[0]!), [
      'size',
      'positive',
      'marker',
      'od',
      'bbox',
      'centroid',
      'boundary',
    ]);
  });

  it('refuses a segmentation map of another size, and leaves nothing behind', async () => {
    const small = join(folder.path, 'small.png');
    await sharp(join(FOLDER, 'in_seg.png')).resize(100, 100).toFile(small);
    const { code, stderr } = await deepliif(
      'postprocess',
      '--image',
      join(FOLDER, 'in_ihc.png'),
      '--seg',
      small,
      '--resolution',
      '40x',
      '--out',
      out(),
    );
    assert.equal(code, 2);
    assert.match(stderr, /512 × 512 pixels, the segmentation map 100 × 100/);
    assert.deepEqual(await namesIn(out()), []);
  });

  it('refuses thresholds that are no numbers', async () => {
    const { code, stderr } = await postprocess('--seg-thresh', 'high');
    assert.equal(code, 2);
    assert.match(stderr, /expected a whole number from 0 to 510, got "high"/);
  });
});
