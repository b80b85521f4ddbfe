// A kernel through its channel.

import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../until.js';
import { startKernel, type TestKernel } from './testKernel.js';

const IMAGE = join(import.meta.dirname, '../../../../test/fixtures/deepliif/d_model/22_2.png');

describe('a kernel', () => {
  let kernel: TestKernel;
  before(async () => {
    kernel = await startKernel();
  });
  after(() => kernel.stop());

  it('shows the last expression, and keeps variables', async () => {
    await kernel.run('const a = 20; function twice(n: number) { return 2 * n }');
    assert.equal((await kernel.run('twice(a) + 2')).value, '42');
    assert.equal((await kernel.run('a', 'javascript')).value, '20');
  });

  it('streams what is written, before the cell has ended', async () => {
    const cell = kernel.begin(
      'console.log("first"); await new Promise((go) => globalThis.go = go); process.stdout.write("second")',
    );
    await until(() => cell.outputs.length === 1, 'the first output');
    // Its promise never resolves: the interrupt ends the cell.
    kernel.interrupt();
    const { end, stdout } = await cell.done;
    assert.deepEqual([end.status, stdout], ['interrupted', 'first\n']);
  });

  it('limits what a cell writes', async () => {
    const { stdout } = await kernel.run('for (let i = 0; i < 300; i++) console.log("x".repeat(10_000))');
    assert.ok(stdout.length < 1_001_000);
    assert.match(stdout, /The rest is left out/);
  });

  it('names the line of an error in the cell and in earlier cells, and no frame of its own', async () => {
    await kernel.run('type T = number\nfunction fail() {\n  throw new TypeError("wrong")\n}');
    const { end } = await kernel.run('interface I {}\n\nfail()');
    assert.ok(end.status === 'failed');
    const lines = end.error.stack.split('\n');
    assert.equal(lines[0], 'TypeError: wrong');
    assert.match(lines[1]!, /^ {4}at fail \(Cell \[\d+\], line 3, column 9\)$/);
    assert.match(lines[2]!, /^ {4}at Cell \[\d+\], line 3, column 1$/);
    assert.deepEqual([lines.length, end.error.place], [3, { line: 2, column: 0 }]);
  });

  it('reports a syntax error with its line', async () => {
    const { end } = await kernel.run('const fine = 1\nconst = 2');
    assert.ok(end.status === 'failed');
    assert.match(end.error.stack, /^SyntaxError: .*\n {4}at Cell \[\d+\], line 2, column 7$/);
  });

  it('imports TypeScript beside the notebook again when it has changed, and packages', async () => {
    writeFileSync(join(kernel.folder, 'part.ts'), 'export const n: number = 1;');
    writeFileSync(
      join(kernel.folder, 'lib.ts'),
      'import { n } from "./part.js"; export const m: number = n + 1;',
    );
    const pack = join(kernel.folder, 'node_modules/pack');
    mkdirSync(pack, { recursive: true });
    writeFileSync(join(pack, 'package.json'), '{"name":"pack","exports":{"import":"./index.mjs"}}');
    writeFileSync(join(pack, 'index.mjs'), 'export default "packed"');
    const code = 'import { m } from "./lib.js"; import pack from "pack"; `${m} ${pack}`';
    assert.equal((await kernel.run(code)).value, '2 packed');
    writeFileSync(join(kernel.folder, 'part.ts'), 'export const n: number = 10;');
    assert.equal((await kernel.run(code)).value, '11 packed');
  });

  it('says what to do about a package that is not there', async () => {
    const { end } = await kernel.run('import x from "no-such-package"');
    assert.ok(end.status === 'failed');
    assert.match(end.error.message, /npm install no-such-package/);
  });

  it('names the line of an error in an imported file', async () => {
    writeFileSync(
      join(kernel.folder, 'bad.ts'),
      'interface I {}\nexport function bad(): never {\n  throw new Error("no")\n}',
    );
    const { end } = await kernel.run('import { bad } from "./bad"; bad()');
    assert.ok(end.status === 'failed');
    assert.match(end.error.stack, /at bad \(.*bad\.ts, line 3, column 9\)\n {4}at Cell/);
  });

  it('shows rows as a table, a data URL as a picture, and objects that show themselves', async () => {
    const { outputs } = await kernel.run(
      'await deepliif.display([{ a: 1, b: "x" }], "data:image/png;base64,iVBORw0KGgo=", deepliif.html("<b>h</b>"))',
    );
    const bundles = outputs.map((output) => (output.type === 'display' ? output.bundle : {}));
    assert.match(bundles[0]!['text/html'] as string, /<td style="text-align:right">1<\/td><td>x<\/td>/);
    assert.equal(bundles[1]!['image/png'], 'iVBORw0KGgo=');
    assert.equal(bundles[2]!['text/html'], '<b>h</b>');
  });

  for (const [what, code] of [
    ['a busy loop', 'kept = 2; while (true) {}'],
    [
      'a busy loop behind an await',
      'await null; await new Promise((go) => setTimeout(go, 5)); while (true) {}',
    ],
    ['a loop of awaits', 'for (;;) await null'],
    ['a wait for ever', 'await new Promise(() => {})'],
    [
      'a for-await loop',
      'for await (const x of (async function* () { for (;;) { await 0; yield 1 } })()) {}',
    ],
  ] as const)
    it(`is interrupted in ${what}, and keeps its variables`, async () => {
      await kernel.run('let kept = 1');
      const cell = kernel.begin(`console.log("begun");\n${code}`);
      await until(() => cell.outputs.length > 0, 'the begin of the cell');
      kernel.interrupt();
      assert.equal((await cell.done).end.status, 'interrupted');
      assert.match(String((await kernel.run('kept')).value), /1|2/);
    });

  it('analyses an image; its output has our type, a picture and text', async () => {
    copyFileSync(IMAGE, join(kernel.folder, 'a.png'));
    const { end, outputs } = await kernel.run(
      'const result = await deepliif.infer("a.png"); console.log(result.scores.Seg.num_total); result',
    );
    assert.deepEqual(end, { status: 'done' });
    const [written, shown] = outputs;
    assert.ok(written?.type === 'stdout' && Number(written.text) > 0);
    assert.ok(shown?.type === 'display');
    assert.deepEqual(Object.keys(shown.bundle).sort(), [
      'application/vnd.deepliif.result+json',
      'image/png',
      'text/plain',
    ]);
  });

  it('reads cells, scores again and evaluates', async () => {
    const { value, end } = await kernel.run(`
      const cells = await deepliif.cells(result);
      const again = await deepliif.postprocess(result, { segThreshold: 150 });
      const same = await deepliif.evaluate(again, again.pictures.SegRefined);
      [cells.length > 0, again.scores.Seg.seg_thresh, same.mean.dice, (await deepliif.results()).length].join()`);
    assert.deepEqual(end, { status: 'done' });
    assert.equal(value, 'true,150,1,1');
  });

  it('is interrupted during an inference, and can analyse afterwards', async () => {
    const cell = kernel.begin(
      'console.log("begun"); for (let i = 0; ; i++) await deepliif.infer("a.png", { name: "loop" })',
    );
    await until(() => cell.outputs.length > 0, 'the begin of the inference');
    kernel.interrupt();
    assert.equal((await cell.done).end.status, 'interrupted');
    assert.deepEqual((await kernel.run('await deepliif.infer("a.png", { name: "after" }); 0')).end, {
      status: 'done',
    });
  });

  it('refuses what would analyse too much, lose a result or start no worker, before it begins', async () => {
    const images = join(kernel.folder, 'images');
    mkdirSync(images);
    for (const name of ['a.png', 'b.png']) copyFileSync(IMAGE, join(images, name));
    for (const [call, reason] of [
      ['deepliif.infer("images", { into: "none" })', /folder of 2 images.*inferAll/],
      ['deepliif.inferAll("images", { name: "one", into: "none" })', /"one" was given to 2 images/],
      ['deepliif.sweep({}, { workers: 0 })', /workers: expected a whole number from 1 to/],
      ['deepliif.evaluate("nothing", "a.png")', /nothing does not exist/],
    ] as const) {
      const { end } = await kernel.run(`await ${call}`);
      assert.ok(end.status === 'failed', call);
      assert.match(end.error.message, reason);
    }
    assert.ok(!existsSync(join(kernel.folder, 'none')));
  });

  it('evaluates a result folder whose name looks like that of a file', async () => {
    const { value } = await kernel.run(`
      const dated = await deepliif.infer('a.png', { name: 'case.2024' });
      (await deepliif.evaluate(dated, dated.pictures.SegRefined)).mean.dice`);
    assert.equal(value, '1');
  });

  it('lists models as a table', async () =>
    assert.match(String((await kernel.run('await deepliif.models()')).value), /^id +title/));

  it('ends with its channel', async () => {
    const other = await startKernel();
    const cell = other.begin('console.log(1); while (true) {}');
    await until(() => cell.outputs.length > 0, 'the begin of the cell');
    cell.done.catch(() => undefined);
    await other.stop();
    await other.stop();
    await other.ended;
  });
});
