// The suites as the extension host loads them: for each folder in suite/ one of CommonJS files in out/vscode, their entry
// among them.

import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

export const root = join(import.meta.dirname, '../../..');

/** Returns where the entry of a suite is, by the name of its folder. */
export async function buildSuites() {
  const folder = join(import.meta.dirname, 'suite');
  const out = join(root, 'out/vscode');
  const suites = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of suites) {
    const outdir = join(out, name);
    rmSync(outdir, { recursive: true, force: true }); // a deleted test file must not run
    const tests = readdirSync(join(folder, name)).map((file) => join(folder, name, file));
    await build({
      entryPoints: [join(folder, 'index.ts'), ...tests].map((path) => ({
        in: path,
        out: basename(path, '.ts'),
      })),
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
  }
  return (name) => join(out, name, 'index.cjs');
}
