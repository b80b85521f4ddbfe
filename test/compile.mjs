// `npm run typecheck`: checks all types and compiles into out/. Outputs whose source was removed are deleted first:
// mocha would still run a test that was deleted or moved.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const PROGRAMS = ['engine', 'extension', 'webview', 'test'];
const OUTPUT = /\.(js|js\.map|d\.ts)$/;

for (const program of PROGRAMS) removeStale(join('out', program), program);
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [tsc, '-b'], { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;

function removeStale(out, source) {
  if (!existsSync(join(root, out))) return;
  for (const entry of readdirSync(join(root, out), { withFileTypes: true })) {
    const [made, from] = [join(out, entry.name), join(source, entry.name)];
    if (entry.isDirectory()) removeStale(made, from);
    else if (OUTPUT.test(entry.name) && !isThere(from.replace(OUTPUT, ''))) rmSync(join(root, made));
  }
}

function isThere(module) {
  return ['.ts', '.tsx'].some((extension) => existsSync(join(root, `${module}${extension}`)));
}
