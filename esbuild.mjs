// Builds what users run, from our own code; packages stay in node_modules, because several of them carry native
// parts or find files beside themselves. dist/cli.js and dist/engine.js share chunks, which load when they are needed;
// dist/extension.cjs is for VS Code's extension host and carries the one small package that it needs.
import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const node = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
};

await rm('dist', { recursive: true, force: true });
await build({
  ...node,
  // The last one is a worker thread of the onnxruntime backend, which finds it beside itself.
  entryPoints: {
    cli: 'engine/cli.ts',
    engine: 'engine/main.ts',
    onnxLane: 'engine/backends/onnx/onnxLane.ts',
  },
  format: 'esm',
  splitting: true,
  packages: 'external',
  banner: { js: '#!/usr/bin/env node' },
});
await build({
  ...node,
  entryPoints: { extension: 'extension/extension.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  external: ['vscode'],
});
await chmod('dist/cli.js', 0o755);
