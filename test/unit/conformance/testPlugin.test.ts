// The conformance kit: plug-ins of the documentation and the examples pass, a plug-in that does everything wrong fails the
// checks that say so.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportText, totals } from '../../../engine/cli/pluginsTest.js';
import { checks } from '../../../engine/conformance/checks.js';
import { testPlugin, type PluginReport } from '../../../engine/conformance/testPlugin.js';
import type { TestLimits } from '../../../engine/conformance/testedPlugin.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { writeDocumentedFiles } from '../../documentedFiles.js';

const example = (name: string) => join(packageRoot(), 'extension/sample/plugins', name);

describe('the conformance kit', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-kit-'));
    await writeDocumentedFiles(folder);
    for (const name of ['nuclear-size', 'every-kind'])
      await writeFile(join(folder, name, 'README.md'), '# A plug-in\n');
    await mkdir(join(folder, 'every-kind/samples'));
    const pixels = Buffer.from(Array.from({ length: 7 * 5 * 3 }, (_, i) => i));
    await writeFile(
      join(folder, 'every-kind/samples/a.ppm'),
      Buffer.concat([Buffer.from('P6\n7 5\n255\n'), pixels]),
    );
    await cp(example('python-model'), join(folder, 'documented-python'), { recursive: true });
    await cp(join(folder, 'python-model/model.py'), join(folder, 'documented-python/model.py'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const passes = async (plugin: string, limits?: TestLimits): Promise<PluginReport> => {
    const report = await testPlugin(plugin, limits);
    assert.equal(totals(report).failed, 0, reportText(report, false));
    return report;
  };

  it('has at least 60 checks, each with a sentence about what to do', async () => {
    await import('../../../engine/conformance/builtInChecks.js');
    assert.ok(checks.rows().length >= 60);
    for (const { id, title, advice } of checks.rows()) {
      assert.match(advice, /\S+ .*[^.]/, id);
      assert.match(title, /^[A-Z]/, id);
    }
  });

  it('passes the plug-in that the documentation begins with', async () => {
    await passes(join(folder, 'nuclear-size'));
  });

  it('passes the documented plug-in of all other kinds', async () => {
    const { checks: outcomes } = await passes(join(folder, 'every-kind'));
    const looked = new Set(outcomes.filter(({ state }) => state === 'passed').map(({ group }) => group));
    for (const group of ['post-processor', 'image reader', 'sampler', 'pruner', 'panel', 'stain preset'])
      assert.ok(looked.has(group), group);
  });

  it('passes the example of shapes', async () => {
    await passes(example('nuclear-shape'));
  });

  it('passes the documented program in Python', async () => {
    await passes(join(folder, 'documented-python'));
  });

  it('fails a plug-in that does everything wrong, and names each contribution', async () => {
    const misbehaving = join(packageRoot(), 'test/fixtures/plugins/misbehaving');
    const report = await testPlugin(misbehaving, { timeoutMs: 1500, memoryMb: 400 });
    const faults = (id: string) => report.checks.find((one) => one.id === id)!.faults.join('\n');
    assert.match(faults('module-complete'), /measurements.absent.measure is missing/);
    assert.match(faults('module-declared'), /"environment" is exported, and not declared/);
    const expected = [
      /Throws: failed: the nucleus is undefined \(misbehaving.mjs:\d+/,
      /Hangs: gave no answer within 1.5 s/,
      /Exits: ended its process \(exit code 3\)/,
      /Allocates: (needed more than|gave no answer)/,
      /NaN: gave infinity for cell 2/,
      /Short: gave 59 numbers for 60 cells/,
      /Words: gave a value of type string for cell 0/,
      /Functions: failed: its answer cannot be sent/,
    ];
    for (const fault of expected) assert.match(faults('measurement-many-cells'), fault);
    assert.match(faults('measurement-quiet'), /Floods: printed \d+ characters/);
    assert.match(faults('scorer-many-cells'), /Bad score: gave a value of type string/);
    const text = reportText(report, false);
    assert.equal(text.split('Exits: ended its process').length, 2, 'each fault is told once');
  });

  it('fails functions and files of every other kind that are wrong', async () => {
    const plugin = join(folder, 'wrong');
    await cp(join(folder, 'every-kind'), plugin, { recursive: true });
    const json = (await readFile(join(plugin, 'package.json'), 'utf8'))
      .replace('"dab": [0.269, 0.568, 0.778]', '"dab": [1.3, 1.4, 0.58]')
      .replace('"overlapPx": 0', '"overlapPix": 0')
      .replace('"language": "typescript"', '"language": "python"');
    await writeFile(join(plugin, 'package.json'), json);
    await writeFile(join(plugin, 'panel.js'), "import x from './x.js'; eval('1');");
    await writeFile(
      join(plugin, 'every-kind.mjs'),
      `const whole = ({ map }) => map.map((_, i) => map[(i + 30) % map.length]);
      export const postProcessors = { 'no-faint-nuclei': { process: whole } };
      export const imageReaders = { ppm: {
        describe: () => ({ width: 7, height: 5 }),
        rows: (path, from, count) => new Uint8Array(count * 7 * 3).fill(count),
      } };
      export const samplers = { halton: { suggest: ({ space }) => Object.fromEntries(Object.keys(space).map((k) => [k, 0.3])) } };
      export const pruners = { 'worst-half': { shouldPrune: () => true } };`,
    );
    const { checks: outcomes } = await testPlugin(plugin);
    const failed = new Set(outcomes.filter(({ state }) => state === 'failed').map(({ id }) => id));
    const expected = [
      'declaration-known-fields',
      'post-processor-seam',
      ...['bands', 'garbage', 'empty', 'truncated', 'missing'].map((name) => `image-reader-${name}`),
      ...['sampler-trials', 'sampler-single-values', 'pruner-first-trial'],
      ...['panel-script', 'panel-ready', 'panel-policy', 'notebook-block-language', 'declaration-accepted'],
      ...['stain-preset-unit-length', 'stain-preset-apart'],
    ];
    assert.deepEqual(
      expected.filter((id) => !failed.has(id)),
      [],
    );
  });

  it('fails a program that does not keep to the messages', async () => {
    const plugin = join(folder, 'bad-program');
    await mkdir(plugin);
    const models = [{ id: 'bad', title: 'Bad', process: { command: 'node', args: ['a.mjs'] }, tilePx: 64 }];
    const contributes = { deepliif: { api: 1, models } };
    await writeFile(
      join(plugin, 'package.json'),
      JSON.stringify({ name: 'a', publisher: 'b', version: '1.0.0', contributes }),
    );
    await writeFile(
      join(plugin, 'a.mjs'),
      `import { createInterface } from 'node:readline';
      for await (const line of createInterface({ input: process.stdin })) {
        const { id, method } = JSON.parse(line);
        if (method === 'shutdown') continue;
        const result = method === 'initialize' ? { protocol: 1, outputs: { segmentation: true } } : { segmentation: 'AAAA' };
        console.log(JSON.stringify({ id, result }));
      }`,
    );
    const { checks: outcomes } = await testPlugin(plugin, { timeoutMs: 5000 });
    const failed = outcomes.filter(({ group, state }) => group === 'model' && state === 'failed');
    assert.deepEqual(
      failed.map(({ id }) => id),
      [
        'described',
        'scale',
        'tile',
        'empty-tile',
        'two-tiles',
        'protocol',
        'unknown-method',
        'bad-pixels',
        'shutdown',
      ].map((name) => `model-${name}`),
    );
  });

  it('finds what functions do beside their answer', async () => {
    const plugin = join(folder, 'side-effects');
    await mkdir(plugin);
    const measurement = { unit: '', meaning: 'Is a number.' };
    const ids = ['sorts', 'counts', 'waits', 'declares'];
    const measurements = ids.map((id) => ({ id, title: id, ...measurement }));
    const contributes = { deepliif: { api: 1, module: 'a.mjs', measurements } };
    await writeFile(
      join(plugin, 'package.json'),
      JSON.stringify({ name: 'a', publisher: 'b', version: '1.0.0', contributes }),
    );
    await writeFile(
      join(plugin, 'a.mjs'),
      `let calls = 0;
      const zeros = ({ cells }) => cells.map(() => 0);
      export const measurements = {
        sorts: { measure: (input) => { input.cells.reverse(); return zeros(input); } },
        counts: { measure: ({ cells }) => cells.map(() => calls++) },
        waits: { measure: (input) => { setTimeout(() => 0, 1e6); return zeros(input); } },
        declares: { measure: (input) => { globalThis.sum = 0; return zeros(input); } },
      };`,
    );
    const { checks: outcomes } = await testPlugin(plugin);
    const faults = (id: string) => outcomes.find((one) => one.id === `measurement-${id}`)!.faults.join('\n');
    assert.match(faults('input-kept'), /^sorts: changed its input/);
    assert.match(faults('repeatable'), /^counts: gave two answers$/);
    assert.match(faults('nothing-left'), /waits: left Timeout/);
    assert.match(faults('nothing-left'), /declares: left the global "sum"/);
  });
});
