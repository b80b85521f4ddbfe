// Readers in Python: they come beside the notebook, and show what the product shows. Skipped without Python.

import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { packageRoot } from '../../../../engine/files/packageRoot.js';
import { outputOfResult } from '../../../../engine/outputs/outputOfResult.js';
import { outputOfSweep } from '../../../../engine/outputs/outputOfSweep.js';
import {
  OUTPUT_MIMES,
  resultOutput,
  runOutput,
  type ResultOutput,
} from '../../../../engine/protocol/outputs.js';
import type { ResultRecord } from '../../../../engine/reading/resultRecord.js';
import { folderCells } from '../../../../extension/notebook/filledIn.js';
import { notebookText } from '../../../../extension/notebook/notebookFile.js';
import { bringReaders, PYTHON_READERS } from '../../../../extension/notebook/pythonReaders.js';
import { MADE_POSITIVE } from '../../exports/exportFolder.js';
import { RECORD, SCALED, writeResult } from '../../exports/storedResult.js';
import { python, pythonHas } from './python.js';

const READERS = join(packageRoot(), 'docs/python', PYTHON_READERS);
const FIXTURES = join(packageRoot(), 'test/fixtures');

type Row = Readonly<Record<string, unknown>>;

describe('the readers in Python', () => {
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-python-'));
    await bringReaders(folder, READERS);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are put beside a notebook once, and what is there stays', async () => {
    const names = readdirSync(join(folder, PYTHON_READERS));
    assert.ok(names.includes('__init__.py') && !names.includes('__pycache__'), names.join());
    writeFileSync(join(folder, PYTHON_READERS, '__init__.py'), '# mine');
    await bringReaders(folder, READERS);
    assert.equal(readFileSync(join(folder, PYTHON_READERS, '__init__.py'), 'utf8'), '# mine');
  });

  describe('with Python', () => {
    before(function () {
      if (!pythonHas()) this.skip();
    });
    /** Values of expressions; `plain` turns a table into rows, whether pandas is installed or not. */
    const read = (...expressions: readonly string[]) =>
      python(
        [
          'import json',
          'from deepliif_notebook import *',
          'plain = lambda t: json.loads(t.to_json(orient="records")) if hasattr(t, "to_json") else t',
          `print(json.dumps([${expressions.join(', ')}]))`,
        ].join('\n'),
        folder,
      ) as readonly unknown[];

    it('write the same output of a result as the engine, whatever its pictures are', async () => {
      const record: ResultRecord = {
        ...SCALED,
        model: { id: 'm', title: 'M', manifestSha256: 'cd', demo: true },
      };
      await writeResult(join(folder, 'tile'), { record, corrections: [MADE_POSITIVE] });
      const ours = await outputOfResult(join(folder, 'tile'), { notebookFolder: folder });
      const [theirs] = read('bundle("tile")') as [typeof ours];
      assert.deepEqual(comparable(theirs), comparable(ours));
      assert.equal(theirs['text/plain'], ours['text/plain']);
    });

    it('give a row per cell, with classes by thresholds and by hand', async () => {
      await writeResult(join(folder, 'tile'), { record: RECORD, corrections: [MADE_POSITIVE] });
      const [cells] = read('plain(cells("tile"))') as [readonly Row[]];
      assert.deepEqual(
        cells.map((cell) => [cell.class, cell.areaPx, cell.x, cell.y, cell.corrected]),
        [
          ['positive', 9, 2, 2, false],
          ['positive', 7, 8, 2, true],
          ['not counted', 1, 2, 5, false],
        ],
      );
    });

    it('read folders of the Python program DeepLIIF', () => {
      const scores = { num_total: 59, num_pos: 6, num_neg: 53, percent_pos: 10.2, seg_thresh: 120 };
      const used = { size_thresh: 48, size_thresh_upper: null, marker_thresh: null };
      writeFileSync(join(folder, 'a.json'), JSON.stringify({ ...scores, ...used }));
      for (const name of ['Seg', 'SegRefined', 'mod4-Marker'])
        copyFileSync(
          join(FIXTURES, `deepliif/d_model/tile512/pt_22_2_${name}.png`),
          join(folder, `a_${name}.png`),
        );
      const [table, pictures, bundle] = read(
        'plain(results("."))',
        'list(result(".")["pictures"])',
        'bundle(".")',
      ) as [readonly Row[], readonly string[], Row];
      assert.deepEqual([table[0]!.name, table[0]!.num_total], ['a', 59]);
      assert.deepEqual(pictures, ['marker', 'Seg', 'SegRefined']);
      const output = resultOutput(bundle[OUTPUT_MIMES.result], 'output');
      assert.deepEqual(output.image, { name: 'a.png', widthPx: 512, heightPx: 512 });
      assert.equal(output.maps[0]!.scoring.num_pos, 6);
    });

    it('give a row per step of a run, and its curves as an output', () => {
      mkdirSync(join(folder, 'runs/first'), { recursive: true });
      const time = '2026-01-01T00:00:00.000Z';
      const started = { backend: 'CPU', host: 'h', pid: 1, epochs: 2, stepsPerEpoch: 2, images: [] };
      const step = (at: number, value: number | null) => ({
        ...{
          type: 'step',
          time,
          step: at,
          epoch: 0,
          generatorRate: 1,
          discriminatorRate: 1,
          stepMs: 1,
          memoryMiB: 1,
        },
        losses: { 'dapi/l1': value },
      });
      const events = [
        { type: 'started', time, step: 0, ...started, losses: ['dapi/l1'], metrics: ['val/dapi/ssim'] },
        ...[step(1, 3), step(2, 9), step(2, 2), step(3, null)], // step 2 was taken again
        { type: 'validation', time, step: 2, epoch: 0, metrics: { 'val/dapi/ssim': 0.5 } },
        { type: 'ended', time, step: 3, why: 'done' },
      ];
      const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
      writeFileSync(join(folder, 'runs/first/events.jsonl'), `${lines}{"type":"st`);
      const [steps, [row], bundle] = read(
        'plain(losses("runs/first"))',
        'plain(runs("runs"))',
        'bundle("runs/first")',
      ) as [readonly Row[], readonly Row[], Row];
      assert.deepEqual(
        steps.map((row) => [row.step, row['dapi/l1']]),
        [
          [1, 3],
          [2, 2],
          [3, null],
        ],
      );
      assert.deepEqual([row!.name, row!.status, row!['val/dapi/ssim']], ['first', 'done', 0.5]);
      const { curves, plannedSteps } = runOutput(bundle[OUTPUT_MIMES.run], 'output');
      assert.equal(plannedSteps, 4);
      assert.deepEqual(
        curves.map(({ name, rows: count, last }) => [name, count, last]),
        [
          ['dapi/l1', 3, null],
          ['val/dapi/ssim', 1, 0.5],
        ],
      );
    });

    it('read trials from a journal of Optuna, as the engine does', async () => {
      copyFileSync(join(FIXTURES, 'sweeps/journal_sample.log'), join(folder, 'journal.log'));
      const ours = await outputOfSweep(join(folder, 'journal.log'), { notebookFolder: folder });
      const [theirs, trials] = read('bundle("journal.log")', 'plain(trials("journal.log"))') as [
        typeof ours,
        readonly Row[],
      ];
      assert.deepEqual(theirs[OUTPUT_MIMES.sweep], ours[OUTPUT_MIMES.sweep]);
      assert.equal(trials[0]!.state, 'complete');
    });
  });

  describe('with nbclient', () => {
    before(function () {
      this.timeout(60_000);
      if (!pythonHas('nbclient', 'nbformat', 'ipykernel')) this.skip();
    });

    it('find every sample notebook valid', () => {
      const samples = join(packageRoot(), 'extension/sample');
      const program = [
        'import glob, json, nbformat',
        'names = glob.glob("*.ipynb")',
        'for name in names: nbformat.validate(nbformat.read(name, 4))',
        'print(json.dumps(len(names)))',
      ];
      assert.equal(python(program.join('\n'), samples), 4);
    });

    it('run in a notebook of "Open in Notebook", which is valid and keeps our outputs', async function () {
      this.timeout(120_000);
      await writeResult(join(folder, 'tile'));
      const cells = folderCells([{ kind: 'result', name: 'tile', path: 'tile' }], 'python');
      writeFileSync(join(folder, 'a.ipynb'), notebookText(cells, 'python'));
      const outputs = python(
        [
          'import json, nbformat',
          'from nbclient import NotebookClient',
          'notebook = nbformat.read("a.ipynb", 4)',
          'nbformat.validate(notebook)',
          'NotebookClient(notebook, resources={"metadata": {"path": "."}}).execute()',
          'nbformat.validate(notebook)',
          'print(json.dumps([output for cell in notebook.cells for output in cell.get("outputs", [])]))',
        ].join('\n'),
        folder,
      ) as readonly { readonly output_type: string; readonly data: Readonly<Record<string, unknown>> }[];
      assert.deepEqual(
        outputs.map((output) => output.output_type),
        ['display_data', 'execute_result'],
      );
      const output = resultOutput(outputs[0]!.data[OUTPUT_MIMES.result], 'output');
      assert.equal(output.maps[0]!.cells!.count, 3);
    });
  });
});

/** Output without small pictures and sentences about them, compressed bytes unpacked, and numbers to nine digits. */
function comparable(bundle: Readonly<Record<string, unknown>>) {
  const { pictures, notices, maps, ...head } = bundle[OUTPUT_MIMES.result] as ResultOutput;
  const about = notices.filter((notice) => !notice.includes('not shown'));
  assert.ok(Array.isArray(pictures));
  const unpacked = maps.map(({ cells, interval, ...map }) => ({
    ...map,
    interval: interval && [interval.low.toPrecision(9), interval.high.toPrecision(9)],
    cells: cells && { ...cells, data: inflateSync(Buffer.from(cells.data, 'base64')).toString('hex') },
  }));
  return { ...head, notices: about, maps: unpacked };
}
