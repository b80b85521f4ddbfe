// The suite as the extension host loads it: CommonJS files in out/vscode/suite, their entry first.

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

export const root = join(import.meta.dirname, '../../..');

/** Returns the path of the entry. */
export async function buildSuite() {
  const folder = join(import.meta.dirname, 'suite');
  const outdir = join(root, 'out/vscode/suite');
  rmSync(outdir, { recursive: true, force: true }); // a test file that is gone must not run
  await build({
    entryPoints: readdirSync(folder).map((file) => join(folder, file)),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(outdir, 'index.cjs');
}
