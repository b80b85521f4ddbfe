// The report must be safe with whatever names a result brings along, and complete.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { exportResult } from '../../../engine/exports/exportResult.js';
import { RECORD, SCALED, SCALE_WORDS, SHA256, writeResult } from './storedResult.js';

describe('the report', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-report-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function report(record = RECORD): Promise<string> {
    await writeResult(join(root, 'tile'), { record });
    const file = join(root, 'report.html');
    await exportResult({ folder: join(root, 'tile'), format: 'html', file });
    return readFile(file, 'utf8');
  }

  it('says scores, interval, thresholds, checksum and versions', async () => {
    const text = await report();
    for (const words of [
      '50.0 %',
      '95 % interval',
      'H-score',
      'Allred',
      'above 120',
      'above 4 px',
      RECORD.image.sha256,
    ])
      assert.ok(text.includes(words), words);
  });

  it('says by which magnification the cells were found', async () =>
    assert.ok((await report(SCALED)).includes(SCALE_WORDS)));

  it('says in its first line that the scores are those of a demo model, and of no other', async () => {
    const model = { id: 'tiny', title: 'Tiny', manifestSha256: SHA256 };
    const text = await report({ ...RECORD, model: { ...model, demo: true } });
    assert.match(text, /<body>\s*<p class="demo" role="note">\s*<b>Demo model: not for results\.<\/b> Tiny/);
    assert.doesNotMatch(await report({ ...RECORD, model }), /demo model/i);
  });

  it('escapes every name that a result brings along', async () => {
    const evil = `<img src=x onerror="alert(1)">'&`;
    const text = await report({
      ...RECORD,
      image: { ...RECORD.image, path: `a/${evil}`, notices: [evil] },
      model: { id: evil, title: evil, manifestSha256: evil },
      backend: { id: 'onnx', description: evil, precision: 'float32' },
    });
    assert.ok(!text.includes('<img src=x'));
    assert.ok(text.includes('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;'));
  });

  it('runs no script, asks no network, and allows exactly its own style', async () => {
    const text = await report();
    assert.doesNotMatch(text, /<script|https?:|\son\w+=|\sstyle=/);
    const style = /<style>(.*?)<\/style>/s.exec(text)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    assert.ok(text.includes(`default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-${hash}&#39;`));
  });

  it('shows the image as it was analysed, and none that has changed since', async () => {
    const pixels = sharp({ create: { width: 12, height: 7, channels: 3, background: '#a05030' } });
    const png = await pixels.png().toBuffer();
    const path = join(root, 'image.png');
    await sharp(png).toFile(path);
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    const image = { ...RECORD.image, path: '../image.png', sha256 };
    assert.match(await report({ ...RECORD, image }), /<img\s+src="data:image\/jpeg;base64,/);
    const changed = await report({ ...RECORD, image: { ...image, sha256: '00' } });
    assert.match(changed, /has changed since it was analysed/);
    assert.doesNotMatch(changed, /<img/);
  });

  it('names pictures that are gone', async () =>
    assert.match(await report(), /Not shown: Image as analysed/));
});
