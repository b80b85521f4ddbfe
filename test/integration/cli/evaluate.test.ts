// `deepliif evaluate` with its report: results of `deepliif postprocess` against a drawn truth.

import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluationDocument } from '../../../engine/protocol/evaluations.js';
import { deepliif, FIXTURES, namesIn, temporaryFolder } from './deepliif.js';

const FOLDER = join(FIXTURES, 'deepliif', 'f_postprocess', '799_2');

describe('deepliif evaluate', () => {
  const folder = temporaryFolder();

  it('writes a report with pictures, the pictures of areas, and one document', async () => {
    const results = join(folder.path, 'results');
    const files = ['--image', join(FOLDER, 'in_ihc.png'), '--seg', join(FOLDER, 'in_seg.png')];
    await deepliif('postprocess', ...files, '--resolution', '40x', '--out', results);
    const truth = join(folder.path, 'truth');
    await mkdir(truth);
    // The result's own drawing as the truth: all scores are perfect.
    await copyFile(join(results, 'in_ihc', 'SegRefined.png'), join(truth, 'in_ihc.png'));
    const [report, areas] = [join(folder.path, 'report.html'), join(folder.path, 'areas')];
    const { code, stdout, stderr } = await deepliif(
      ...['evaluate', '--pred', results, '--truth', truth, '--json'],
      ...['--report', report, '--pictures', areas],
    );
    assert.equal(code, 0, stderr);
    const { summary, settings } = JSON.parse(stdout) as EvaluationDocument;
    assert.equal(summary['dice.mean']?.mean, 1);
    assert.equal(settings.prediction, results);
    assert.deepEqual(await namesIn(areas), ['in_ihc_areas.png']);
    const html = await readFile(report, 'utf8');
    assert.equal(html.match(/<img src="data:image/g)?.length, 3, 'image, outlines and areas');
    assert.match(html, /<td class="hash">deepliif evaluate --pred/);
  });

  it('says in one sentence why nothing can be compared', async () => {
    const { code, stderr } = await deepliif('evaluate', '--pred', FOLDER, '--truth', folder.path);
    assert.equal(code, 2);
    assert.match(stderr, /have no image in common/);
  });
});
