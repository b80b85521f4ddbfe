// Builds what users run, from our own code, into dist/ (or --out DIR). Packages of the engine stay in node_modules,
// because several carry native parts or find files beside themselves; the extension host's part and the pages carry
// what they need. The programs of the engine share chunks, which load when they are needed.
// --release leaves the source maps out; --inputs FILE lists every file that went in, for the notices of the package.
import { chmod, copyFile, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { stylesInScript } from './extension/packaging/stylesInScript.mjs';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'dist' },
    release: { type: 'boolean', default: false },
    inputs: { type: 'string' },
  },
});
const { out, release } = values;

const shared = { bundle: true, sourcemap: !release, minify: false, metafile: true, logLevel: 'warning' };
const node = { ...shared, outdir: out, platform: 'node', target: 'node20' };

await rm(out, { recursive: true, force: true });
const builds = [
  await build({
    ...node,
    // Training runs, sweeps, plug-ins and kernels of notebooks are processes of their own. The last four are worker threads, which are
    // looked for beside the program.
    entryPoints: {
      cli: 'engine/cli.ts',
      engine: 'engine/main.ts',
      trainingProcess: 'engine/trainingProcess.ts',
      sweepProcess: 'engine/sweepProcess.ts',
      pluginProcess: 'engine/pluginProcess.ts',
      kernel: 'engine/kernel.ts',
      cellLanguage: 'engine/cellLanguage.ts',
      onnxLane: 'engine/backends/onnx/onnxLane.ts',
      winogradThread: 'engine/backends/winograd/winogradThread.ts',
      interruptThread: 'engine/kernel/interruptThread.ts',
      limitsThread: 'engine/control/limitsThread.ts',
    },
    format: 'esm',
    splitting: true,
    packages: 'external',
    banner: { js: '#!/usr/bin/env node' },
  }),
  await build({
    ...node,
    entryPoints: { extension: 'extension/extension.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    // SQLite finds its WebAssembly beside itself.
    external: ['vscode', 'node-sqlite3-wasm'],
    // Its main module finds its parts at run time, where a bundle has none.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/impl/parser.js' },
  }),
  await build({
    ...shared,
    // Scripts of pages, and the workers that they start; styles come out beside them.
    entryPoints: {
      viewer: 'webview/panel/main.ts',
      rescoring: 'webview/scoring/worker.ts',
      training: 'webview/training/main.ts',
      batch: 'webview/batch/main.ts',
      data: 'webview/data/main.ts',
      evaluation: 'webview/evaluation/main.ts',
      sweep: 'webview/sweep/main.ts',
      sweepWorker: 'webview/sweep/worker.ts',
      style: 'webview/style/main.ts',
    },
    outdir: `${out}/webview`,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: release,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file', '.svg': 'file' },
  }),
  await build({
    ...shared,
    // Renderer of notebooks: a module that the notebook's page imports; its styles are in the script, for shadow roots.
    entryPoints: { notebook: 'webview/notebook/main.ts' },
    outdir: `${out}/webview`,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    minify: release,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    plugins: [stylesInScript('webview/notebook/styles.ts')],
  }),
];
// Read by the completion of notebook cells.
await copyFile('engine/kernel/notebookApi.ts', `${out}/notebookApi.ts`);
await chmod(`${out}/cli.js`, 0o755);
if (values.inputs) {
  const inputs = builds.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  await writeFile(values.inputs, JSON.stringify([...new Set(inputs)]));
}
