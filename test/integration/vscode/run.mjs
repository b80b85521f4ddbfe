// `npm run test:vscode`: runs the suite inside the extension hosts of two real VS Codes, the newest and the oldest that
// the extension supports. `-- --host newest` takes one, `-- --desktop` a desktop VS Code instead. Exit code 0 only when
// the suite ran to its end and every test passed.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { buildSuite, root } from './buildSuite.mjs';
import { runOnDesktop } from './desktop.mjs';
import { makeSandbox, startBrowser, startServer, workbenchUrl } from './host.mjs';
import { installHost } from './installHost.mjs';

const TIMEOUT_MS = 240_000;

const { values } = parseArgs({
  options: { desktop: { type: 'boolean', default: false }, host: { type: 'string', multiple: true } },
});
const hosts = values.desktop
  ? [undefined]
  : (values.host ?? ['newest', 'oldest']).map((host) => installHost(host));
const suite = await buildSuite();
process.exitCode = 0;
for (const host of hosts) process.exitCode = (await runIn(host)) || process.exitCode;

async function runIn(host) {
  console.log(`\nsuite in ${host ? `the ${host.which} VS Code` : 'a desktop VS Code'}`);
  const sandbox = makeSandbox({ 'tile.png': join(root, 'models/deepliif-tiny/test/input.png') });
  const reportFile = join(sandbox.root, 'report.json');
  const env = { DEEPLIIF_TEST_REPORT: reportFile, DEEPLIIF_TEST_GREP: process.env.DEEPLIIF_TEST_GREP ?? '' };
  try {
    const code = host
      ? await runInBrowser(host, sandbox, env)
      : await runOnDesktop({ root, suite, sandbox, env });
    return judge(code, reportFile);
  } finally {
    sandbox.remove();
  }
}

async function runInBrowser(host, sandbox, env) {
  const server = await startServer(host, sandbox, { driver: true, env });
  let browser;
  try {
    browser = await startBrowser(sandbox);
    const { page, context, outside } = browser;
    const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
    const errors = [];
    await page.exposeFunction('codeAutomationLog', (type, words) => {
      if (type === 'error') errors.push(words);
    });
    const remote = (path) => `vscode-remote://${server.authority}${path}`;
    await page.goto(
      workbenchUrl(server, sandbox.workspace, [
        ['extensionDevelopmentPath', remote(root)],
        ['extensionTestsPath', remote(suite)],
      ]),
    );
    const code = await Promise.race([ended, sleep(TIMEOUT_MS, 124, { ref: false })]);
    if (code !== 0) {
      for (const words of errors) console.log(...words);
      await picture(page);
    }
    await context.close();
    if (outside.size > 0) console.log('The workbench asked others for', [...outside]);
    return outside.size > 0 ? 1 : code;
  } finally {
    await browser?.context.close();
    await server.stop();
  }
}

/** The window as the suite left it. */
async function picture(page) {
  const folder = join(root, 'out/vscode');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'failure.png') });
  console.log(`A picture of the window is in ${folder}.`);
}

/** When the extension host dies the workbench still says 0: only a report with an end counts. */
function judge(code, reportFile) {
  const report = existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : { tests: [] };
  for (const { title, state, ms, error } of report.tests)
    console.log(`  ${state === 'passed' ? '✔' : '✖'} ${title} (${ms} ms)${error ? `\n${error}` : ''}`);
  const failed = report.tests.filter(({ state }) => state === 'failed').length;
  console.log(
    `\n${report.tests.length - failed} passed, ${failed} failed in ${report.host ?? 'no extension host'}`,
  );
  if (!report.finished)
    console.log('The suite did not finish: its extension host ended, or the time was up.');
  return code === 0 && report.finished && failed === 0 && report.tests.length > 0 ? 0 : code || 1;
}
