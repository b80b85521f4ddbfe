// `npm run test:vscode`: runs the suites inside the extension hosts of two real VS Codes, the newest and the oldest that
// the extension supports. `-- --host newest` takes one, `-- --suite untrusted` some suites, `-- --desktop` a desktop VS
// Code and the suite "work" instead. Exit code 0 only when every suite ran to its end and every test passed.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildSuites, root } from './buildSuites.mjs';
import { runOnDesktop } from './desktop.mjs';
import { endWhenInterrupted, makeSandbox, startBrowser, startServer, TOY, workbenchUrl } from './host.mjs';
import { installHost } from './installHost.mjs';
import { serveWindow } from './windowServer.mjs';

const TIMEOUT_MS = 1_200_000;
const IMAGE = join(TOY, 'test/input.png');
/** Suites that run one after the other in one window, which is loaded anew for each. */
const IN_ONE_WINDOW = ['starting', 'work', 'leaving', 'returning', 'fifty'];
/** Plug-ins that the suite "plugins" has beside the extension, by the folders of installed extensions. */
const PLUGINS = {
  'deepliif-examples.nuclear-shape-1.0.0': 'extension/sample/plugins/nuclear-shape',
  'acme.caller-0.1.0': 'test/fixtures/plugins/caller',
  'acme.wrong-0.1.0': 'test/fixtures/plugins/wrong',
};
/** Measurements, which need a machine that does nothing else. */
const ON_REQUEST = ['starting', 'fifty'];

const { values } = parseArgs({
  options: {
    desktop: { type: 'boolean', default: false },
    host: { type: 'string', multiple: true },
    suite: { type: 'string', multiple: true },
  },
});
const hosts = values.desktop
  ? [undefined]
  : (values.host ?? ['newest', 'oldest']).map((host) => installHost(host));
const isWanted = (suite) => values.suite?.includes(suite) ?? !ON_REQUEST.includes(suite);
endWhenInterrupted();
const entryOf = await buildSuites();
process.exitCode = 0;
for (const host of hosts) {
  console.log(`\n${host ? `the ${host.which} VS Code` : 'a desktop VS Code'}`);
  if (!host) await inSandbox({}, onDesktop);
  if (host && IN_ONE_WINDOW.some(isWanted)) await inSandbox({}, (sandbox) => inOneWindow(host, sandbox));
  if (host && isWanted('plugins')) await inSandbox({}, (sandbox) => withPlugins(host, sandbox));
  const asking = {
    'security.workspace.trust.startupPrompt': 'never',
    'files.readonlyInclude': { '**/read-only.*': true },
  };
  if (host && isWanted('untrusted')) await inSandbox(asking, (sandbox) => withoutTrust(host, sandbox));
}

async function inSandbox(settings, run) {
  const sandbox = makeSandbox({ 'tile.png': IMAGE }, settings);
  const reports = join(sandbox.root, 'reports');
  mkdirSync(reports);
  try {
    await run({ ...sandbox, reports });
  } finally {
    sandbox.remove();
  }
}

async function onDesktop(sandbox) {
  const code = await runOnDesktop({ root, suite: entryOf('work'), sandbox, env: environment(sandbox) });
  judge('work', code, sandbox);
}

async function withPlugins(host, sandbox) {
  for (const [name, folder] of Object.entries(PLUGINS))
    symlinkSync(join(root, folder), join(sandbox.extensions, name));
  await inOneWindow(host, sandbox, ['plugins']);
}

async function inOneWindow(host, sandbox, suites = IN_ONE_WINDOW.filter(isWanted)) {
  await inBrowser(host, sandbox, { driver: true }, async ({ page, server }) => {
    let end;
    await page.exposeFunction('codeAutomationExit', (code) => end(code));
    const errors = [];
    await page.exposeFunction('codeAutomationLog', (type, words) => {
      if (type === 'error') errors.push(words);
    });
    const remote = (path) => `vscode-remote://${server.authority}${path}`;
    for (const suite of suites) {
      const ended = new Promise((resolve) => {
        end = resolve;
      });
      const payload = [
        ['extensionDevelopmentPath', remote(root)],
        ['extensionTestsPath', remote(entryOf(suite))],
      ];
      await page.goto(workbenchUrl(server, sandbox.workspace, payload));
      const code = await Promise.race([ended, sleep(TIMEOUT_MS, 124, { ref: false })]);
      if (code !== 0) {
        for (const words of errors) console.log(...words);
        await picture(page);
      }
      judge(suite, code, sandbox);
    }
  });
}

/** Runs the suite "untrusted" as an extension beside ours: where VS Code runs tests itself, it trusts the workspace. */
async function withoutTrust(host, sandbox) {
  const cli = join(root, 'dist/cli.js');
  const results = join(sandbox.workspace, 'deepliif-results');
  const args = ['infer', join(sandbox.workspace, 'tile.png'), '--model', TOY, '--out', results];
  execFileSync(process.execPath, [cli, ...args], { stdio: 'ignore' });
  await writeNotebooks(sandbox.workspace, join(results, 'tile'));
  symlinkSync(root, join(sandbox.extensions, 'deepliif.deepliif-0.1.0'));
  const tester = join(sandbox.extensions, 'deepliif.tester-0.1.0');
  symlinkSync(dirname(entryOf('untrusted')), tester);
  const manifest = {
    ...{ name: 'tester', publisher: 'deepliif', version: '0.1.0', engines: { vscode: '^1.100.0' } },
    ...{ main: './index.cjs', activationEvents: ['onStartupFinished'] },
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  writeFileSync(join(tester, 'package.json'), JSON.stringify(manifest));
  await inBrowser(host, sandbox, { trusting: false }, async ({ page, server }) => {
    await page.goto(workbenchUrl(server, sandbox.workspace));
    const end = performance.now() + TIMEOUT_MS;
    while (!reportOf('untrusted', sandbox).finished && performance.now() < end) await sleep(200);
    const { finished, tests } = reportOf('untrusted', sandbox);
    const failed = !finished || tests.some(({ state }) => state === 'failed');
    if (failed) await picture(page);
    judge('untrusted', failed ? 1 : 0, sandbox);
  });
}

/** Writes two notebooks with the output of a result, as a kernel left it; settings make one of them read-only. */
async function writeNotebooks(folder, result) {
  const { outputOfResult } = await import('../../../out/engine/outputs/outputOfResult.js');
  const data = await outputOfResult(result, { notebookFolder: folder });
  const cell = {
    ...{ cell_type: 'code', id: 'cell0', execution_count: 1, metadata: {} },
    source: ["await deepliif.infer('tile.png')"],
    outputs: [{ output_type: 'display_data', data, metadata: {} }],
  };
  const metadata = { kernelspec: { name: 'deepliif', display_name: 'DeepLIIF', language: 'typescript' } };
  const text = JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 });
  for (const name of ['outputs.ipynb', 'read-only.ipynb']) writeFileSync(join(folder, name), text);
}

async function inBrowser(host, sandbox, options, visit) {
  const remote = await serveWindow();
  const env = { ...environment(sandbox), DEEPLIIF_WINDOW: remote.address };
  const server = await startServer(host, sandbox, { ...options, env });
  let browser;
  try {
    browser = await startBrowser(sandbox);
    remote.showWindow(browser.page);
    await visit({ page: browser.page, server });
    await browser.context.close();
    if (browser.outside.size === 0) return;
    console.log('The workbench sent requests to other machines:', [...browser.outside]);
    process.exitCode = 1;
  } finally {
    remote.close();
    await browser?.context.close();
    await server.stop();
  }
}

function environment({ reports }) {
  return { DEEPLIIF_TEST_REPORTS: reports, DEEPLIIF_TEST_GREP: process.env.DEEPLIIF_TEST_GREP ?? '' };
}

/** Takes a picture of the window as the suite left it. */
async function picture(page) {
  const folder = join(root, 'out/vscode');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'failure.png') });
  console.log(`A picture of the window is in ${folder}.`);
}

function reportOf(suite, { reports }) {
  const file = join(reports, `${suite}.json`);
  const nothing = { tests: [], finished: false };
  if (!existsSync(file)) return nothing;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return nothing; // it is being written
  }
}

/** Prints a report. The workbench says 0 even when the extension host dies, so only a finished report counts. */
function judge(suite, code, sandbox) {
  const { tests, finished, host } = reportOf(suite, sandbox);
  for (const { title, state, ms, error } of tests)
    console.log(`  ${state === 'passed' ? '✔' : '✖'} ${title} (${ms} ms)${error ? `\n${error}` : ''}`);
  const failed = tests.filter(({ state }) => state === 'failed').length;
  console.log(
    `\nsuite "${suite}": ${tests.length - failed} passed, ${failed} failed in ${host ?? 'no extension host'}`,
  );
  if (!finished) console.log('The suite did not finish: its extension host ended, or the time was up.');
  if (code !== 0 || !finished || failed > 0 || tests.length === 0) process.exitCode = code || 1;
}
