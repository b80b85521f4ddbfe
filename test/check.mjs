// `npm run check`: types, lint, format and unit tests, two at a time.
// Lint and format remember in node_modules/.cache which files passed. A file's lint also depends on types that other files
// declare, and that memory does not see a change of them: CI, on a fresh clone, lints everything.

import { join } from 'node:path';
import { runCommand, sideBySide } from './sideBySide.mjs';

const root = join(import.meta.dirname, '..');
const module = (path) => join(root, 'node_modules', path);
const remember = (name) => ['--cache', '--cache-location', `node_modules/.cache/deepliif/${name}`];
const failed = new Set();

const results = await sideBySide(
  [
    part('types', ['test/compile.mjs']),
    part('lint', [module('eslint/bin/eslint.js'), '.', ...remember('eslint'), '--cache-strategy', 'content']),
    // Tests run only when everything compiles.
    part('unit', [module('mocha/bin/mocha.js'), '--parallel', '--reporter', 'dot'], 'types'),
    part('format', [module('prettier/bin/prettier.cjs'), '--check', '.', ...remember('prettier')]),
  ],
  2,
);
process.stdout.write('\npart    result   seconds\n');
for (const [name, { result, seconds }] of results)
  process.stdout.write(`${name.padEnd(7)} ${result.padEnd(8)} ${seconds.toFixed(0)}\n`);
process.exitCode = failed.size === 0 ? 0 : 1;

/** A job that runs a script with Node; skipped if `needed` has failed. */
function part(name, args, needed) {
  const run = async (say) => {
    if (failed.has(needed)) return { result: 'not run' };
    const { failure } = await runCommand(say, process.execPath, args, { cwd: root });
    if (failure !== undefined) failed.add(name);
    return { result: failure === undefined ? 'passed' : 'FAILED' };
  };
  return { name, after: needed === undefined ? [] : [needed], run };
}
