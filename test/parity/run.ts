// `npm run parity -- FOLDER [--backend ID] [--only SUITE] [--json]`: runs every parity check on a folder laid out as
// the reference fixtures and prints a table. Exit code 0 when all pass, 1 otherwise, 2 for a wrong call.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { asError } from '../../engine/protocol/errors.js';
import type { ParityCheck, ParityContext } from './check.js';
import { PARITY_SUITES } from './suites.js';
import { SWEEP_SUITES } from './sweeps/suites.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string', default: 'onnx' },
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
});
const root = resolve(positionals[0] ?? '');
if (positionals.length !== 1 || !existsSync(root) || !statSync(root).isDirectory()) {
  process.stderr.write(
    'usage: npm run parity -- FOLDER [--backend onnx|wasm|tensorflow|…] [--only a_resnet9] [--json]\n' +
      'FOLDER is laid out as the reference fixtures: a_resnet9/ b_unet512/ … each with its manifest; or it holds what\n' +
      'Optuna has recorded: tpe_sequences.json, pruners.json …, of which some may be missing.\n',
  );
  process.exit(2);
}

const context: ParityContext = { backend: values.backend };
const all: ParityCheck[] = [];
const sweepSuites = SWEEP_SUITES.map((one) => ({
  ...one,
  found: readdirSync(root).filter((name) => one.files.test(name)),
}));
const isOfSweeps = sweepSuites.some(({ found }) => found.length > 0);
if (isOfSweeps)
  for (const { usual, found, suite } of sweepSuites) {
    if (found.length === 0 && !values.json)
      process.stdout.write(`\n${usual}: the folder has no such file; skipped\n`);
    for (const file of found.sort()) await runAndPrint(file, () => suite(root, file));
  }
else for (const { folder, suite } of PARITY_SUITES) await runAndPrint(folder, () => suite(root, context));
const failed = all.filter((check) => !check.pass).length;
if (values.json) process.stdout.write(`${JSON.stringify({ root, ...context, checks: all }, null, 1)}\n`);
else process.stdout.write(`\n${all.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && all.length > 0 ? 0 : 1;

async function runAndPrint(name: string, suite: () => AsyncGenerator<ParityCheck>): Promise<void> {
  if (values.only && !values.only.includes(name)) return;
  const checks = await runSuite(name, suite);
  all.push(...checks);
  if (!values.json) printSuite(name, checks);
}

/** Runs a suite. An exception or a missing folder is a failed check, and the other suites still run. */
async function runSuite(name: string, suite: () => AsyncGenerator<ParityCheck>): Promise<ParityCheck[]> {
  const checks: ParityCheck[] = [];
  const failure = (note: string): ParityCheck => ({
    name: `${name} · ran to its end`,
    largestError: Infinity,
    tolerance: 0,
    pass: false,
    note,
  });
  if (!existsSync(join(root, name))) return [failure('the folder is missing')];
  try {
    for await (const check of suite()) checks.push(check);
  } catch (error) {
    checks.push(failure(asError(error).stack ?? String(error)));
  }
  return checks.length > 0 ? checks : [failure('no check ran')];
}

function printSuite(folder: string, checks: readonly ParityCheck[]): void {
  const width = Math.max(...checks.map((check) => check.name.length));
  process.stdout.write(`\n${folder}\n${'  check'.padEnd(width + 2)}  largest error  tolerance  pass\n`);
  for (const { name, largestError, tolerance, pass, note } of checks) {
    const numbers = `${shown(largestError).padStart(13)}  ${shown(tolerance).padStart(9)}`;
    const remark = note && !pass ? `  ${note}` : '';
    process.stdout.write(`  ${name.padEnd(width)}  ${numbers}  ${pass ? 'yes' : 'NO'}${remark}\n`);
  }
}

function shown(value: number): string {
  if (value === 0) return 'exact';
  return Number.isInteger(value) ? String(value) : value.toExponential(1);
}
