// A window of VS Code in which the packaged extension is installed.

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { makeSandbox, startBrowser, startServer, workbenchUrl } from '../integration/vscode/host.mjs';
import { workbench } from './workbench.mjs';

export const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const SIZE = { width: 1400, height: 900 };

/** `fill` puts files into the workspace, whose path it gets. `settings` overrule those of tests. */
export async function openWindow(fill, settings = {}) {
  const { vsix, screenshots, pictures, host } = JSON.parse(process.env.DEEPLIIF_UI); // run.mjs sets it
  const sandbox = makeSandbox({}, settings);
  await fill(sandbox.workspace);
  const places = ['--user-data-dir', sandbox.data, '--extensions-dir', sandbox.extensions];
  await run(
    host.node,
    [host.codeServer, '--config', sandbox.config, ...places, '--install-extension', vsix],
    { env: { ...process.env, HOME: sandbox.root, EXTENSIONS_GALLERY: '{}' } },
  );
  const extension = join(
    sandbox.extensions,
    readdirSync(sandbox.extensions).find((name) => name.startsWith('deepliif.')),
  );
  const server = await startServer(host, sandbox);
  const browser = await startBrowser(sandbox, SIZE);
  const { page } = browser;
  page.setDefaultTimeout(60_000); // machines may be busy
  const complaints = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(workbenchUrl(server, sandbox.workspace));
  const at = workbench(page);
  await at.ready();

  const results = join(sandbox.workspace, 'deepliif-results');
  return {
    ...at,
    sandbox,
    results,
    /** All files among the results. */
    resultFiles: () => (existsSync(results) ? readdirSync(results, { recursive: true }).sort() : []),
    size: SIZE,
    /** Folder of the screenshots. */
    screenshots,
    /** Addresses outside this machine that were asked for. */
    outside: browser.outside,
    /** Violations of the content security policy. */
    complaints,
    screenshot: (name) => page.screenshot({ path: join(screenshots, `${name}.png`) }),
    /** Takes a screenshot, and a picture for the README if those are wanted. */
    picture: async (name) => {
      const png = await page.screenshot({ path: join(screenshots, `${name}.png`) });
      if (pictures)
        await sharp(png)
          .webp({ quality: 82 })
          .toFile(join(pictures, `${name}.webp`));
    },
    /** Runs `deepliif …` of the installed package on the Node of VS Code; returns its JSON. */
    commandLine: async (...args) => {
      const { stdout } = await run(host.node, [join(extension, 'dist/cli.js'), ...args, '--json']);
      return JSON.parse(stdout);
    },
    /** Process ids of this window's engines. */
    engines: () => processesOf(join(extension, 'dist/engine.js')),
    /** Process ids of the kernels of its notebooks. */
    kernels: () => processesOf(join(extension, 'dist/kernel.js')),
    /** Process ids of trainings that were started in it. */
    trainings: () => processesOf(join(extension, 'dist/trainingProcess.js')),
    reload: async () => {
      const loaded = page.waitForEvent('load', { timeout: 60_000 });
      await at.command('Developer: Reload Window');
      await loaded;
      await at.ready();
    },
    /** Leaves the page, as closing the tab does; the server keeps running. */
    leave: () => page.goto('about:blank'),
    close: async () => {
      await browser.context.close();
      await server.stop();
      // Trainings outlive windows and servers.
      for (const pid of processesOf(join(extension, 'dist/trainingProcess.js'))) process.kill(pid, 'SIGKILL');
      sandbox.remove();
    },
  };
}

function processesOf(script) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandOf(pid).includes(script))
    .map(Number);
}

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // the process has ended
  }
}
