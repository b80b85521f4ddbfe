// A window of VS Code in which the packaged extension is installed, with a workspace of a few files. One per test file.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { makeSandbox, startBrowser, startServer, workbenchUrl } from '../integration/vscode/host.mjs';
import { workbench } from './workbench.mjs';

export const ROOT = join(import.meta.dirname, '../..');

/** `files`: name in the workspace → path of the file to copy. */
export async function openWindow(files, { settings = {}, width = 1400, height = 900 } = {}) {
  const { vsix, pictures, host } = JSON.parse(process.env.DEEPLIIF_UI); // from run.mjs
  const sandbox = makeSandbox(files, settings);
  const places = ['--user-data-dir', sandbox.data, '--extensions-dir', sandbox.extensions];
  execFileSync(
    host.node,
    [host.codeServer, '--config', sandbox.config, ...places, '--install-extension', vsix],
    { env: { ...process.env, HOME: sandbox.root, EXTENSIONS_GALLERY: '{}' }, stdio: 'pipe' },
  );
  const server = await startServer(host, sandbox);
  const browser = await startBrowser(sandbox, { width, height });
  const { page } = browser;
  const complaints = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(workbenchUrl(server, sandbox.workspace));
  await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: 60_000 });
  await page.locator('[id="status.host"]').waitFor();
  return {
    ...workbench(page),
    sandbox,
    outside: browser.outside,
    /** What broke the content security policy. */
    complaints,
    picture: (name) => page.screenshot({ path: join(pictures, `${name}.png`) }),
    close: async () => {
      await browser.context.close();
      await server.stop();
      sandbox.remove();
    },
  };
}
