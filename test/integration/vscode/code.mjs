// `npm run code`: a VS Code with the extension on a copy of the sample workspace. The desktop's `code` if that is
// installed (DEEPLIIF_VSCODE names another), else VS Code in the browser, at an address that is printed; Ctrl-C ends it.
// `-- --browser` takes the browser in any case.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { makeSandbox, startServer, workbenchUrl } from './host.mjs';
import { installHost } from './installHost.mjs';

const root = join(import.meta.dirname, '../../..');
const sample = join(root, 'extension/sample');
const code = process.env.DEEPLIIF_VSCODE ?? 'code';

if (process.argv.includes('--browser') || !isInstalled(code)) await inBrowser();
else onDesktop();

function isInstalled(program) {
  const shell = process.platform === 'win32';
  return spawnSync(program, ['--version'], { stdio: 'ignore', shell }).status === 0;
}

function onDesktop() {
  // Kept from one time to the next, results included.
  const workspace = join(root, 'out/sample-workspace');
  mkdirSync(workspace, { recursive: true });
  cpSync(sample, workspace, { recursive: true });
  const args = [`--extensionDevelopmentPath=${root}`, workspace];
  const { status } = spawnSync(code, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  process.exitCode = status ?? 1;
}

async function inBrowser() {
  const host = installHost();
  const files = Object.fromEntries(readdirSync(sample).map((name) => [name, join(sample, name)]));
  const sandbox = makeSandbox(files, {
    'workbench.startupEditor': 'readme',
    ...{ 'deepliif.model': '', 'deepliif.modelFolders': [], 'deepliif.tilePx': 0 },
  });
  symlinkSync(root, join(sandbox.extensions, 'deepliif.deepliif-0.1.0'));
  const server = await startServer(host, sandbox);
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    await server.stop();
    sandbox.remove();
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  console.log(`VS Code with DeepLIIF is at ${workbenchUrl(server, sandbox.workspace)}`);
  console.log('What you do there is lost when you end it with Ctrl-C.');
}
