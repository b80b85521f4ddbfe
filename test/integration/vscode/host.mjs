// A VS Code window without a screen: code-server (VS Code's server and its real extension host) and a headless
// Chromium that shows its workbench. Everything they write lies in one folder, which is removed in the end.

import { spawn } from 'node:child_process';
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { URLSearchParams } from 'node:url';
import { chromium } from 'playwright-core';
import { CHROMIUM } from '../../chromium.mjs';

/** Toy model of the tests, whose numbers they know. */
export const TOY = join(import.meta.dirname, '../../fixtures/models/deepliif-tiny');

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 4000;

/** Settings of a workbench that asks, downloads and animates nothing by itself. */
const SETTINGS = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  // Images of the tests do not say their magnification; nobody is there to be asked.
  'deepliif.tilePx': 512,
  // The toy analyses them.
  'deepliif.model': TOY,
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.enableExperiments': false,
  'workbench.quickOpen.closeOnFocusLost': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Settings of the machine, which a workbench in a browser does not take from the user's: the toy is among the models. */
const MACHINE_SETTINGS = { 'deepliif.modelFolders': [TOY] };

/**
 * Functions that clean up when a run ends early: server and extension host are a process group that would outlive it.
 */
const atExit = new Set();
process.on('exit', () => {
  for (const undo of atExit) undo();
});

/** Cleans up after Ctrl-C and after a cancelled job. */
export function endWhenInterrupted() {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

/** A scratch folder with user data, no extensions, and a workspace with copies of `files` (name → path). */
export function makeSandbox(files, settings = {}) {
  const root = mkdtempSync(join(tmpdir(), 'deepliif-vscode-'));
  const sandbox = {
    root,
    data: join(root, 'data'),
    extensions: join(root, 'extensions'),
    workspace: join(root, 'workspace'),
    config: join(root, 'config.yaml'),
    remove: () => {
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
      atExit.delete(sandbox.remove);
    },
  };
  atExit.add(sandbox.remove);
  mkdirSync(sandbox.extensions);
  mkdirSync(sandbox.workspace);
  const user = { ...SETTINGS, ...MACHINE_SETTINGS, ...settings };
  const machine = Object.fromEntries(Object.keys(MACHINE_SETTINGS).map((key) => [key, user[key]]));
  for (const [place, values] of Object.entries({ User: user, Machine: machine })) {
    mkdirSync(join(sandbox.data, place), { recursive: true });
    writeFileSync(join(sandbox.data, place, 'settings.json'), JSON.stringify(values));
  }
  writeFileSync(sandbox.config, 'auth: none\ncert: false\n');
  for (const [name, path] of Object.entries(files)) cpSync(path, join(sandbox.workspace, name));
  return sandbox;
}

/**
 * Starts the server. `driver`: a mode in which the workbench runs the tests that its address names, and hides
 * notifications. `trusting`: every workspace is trusted. `env` reaches the extension host.
 */
export async function startServer(
  { node, codeServer, which },
  sandbox,
  { driver = false, trusting = true, env = {} } = {},
) {
  const server = spawn(
    node,
    [
      codeServer,
      ...[
        '--config',
        sandbox.config,
        '--user-data-dir',
        sandbox.data,
        '--extensions-dir',
        sandbox.extensions,
      ],
      ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check'],
      '--disable-getting-started-override',
      ...(trusting ? ['--disable-workspace-trust'] : []),
      // The oldest VS Code runs tests without this option.
      ...(driver && which !== 'oldest' ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    // A process group of its own, so that the extension host ends with it.
    { env: cleanEnvironment(sandbox, env), stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const kill = () => signalGroup(server, 'SIGKILL');
  // The server ends before its sandbox is removed, into which it writes.
  const later = [...atExit];
  atExit.clear();
  for (const undo of [kill, ...later]) atExit.add(undo);
  const log = createWriteStream(join(sandbox.root, 'server.log'));
  server.stdout.pipe(log);
  server.stderr.pipe(log);
  const authority = `localhost:${await listeningPort(server)}`;

  return {
    authority,
    stop: async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      signalGroup(server, 'SIGTERM');
      if (server.exitCode === null) await Promise.race([gone, sleep(STOP_TIMEOUT_MS)]);
      kill();
      atExit.delete(kill);
    },
  };
}

/**
 * The environment, with homes in the sandbox, without a gallery, and without variables of a VS Code that this may run
 * in.
 */
function cleanEnvironment(sandbox, env) {
  const own = Object.entries(process.env).filter(
    ([key]) => !key.startsWith('VSCODE_') && key !== 'NODE_OPTIONS',
  );
  const xdg = join(sandbox.root, 'xdg');
  const homes = {
    HOME: sandbox.root,
    XDG_CONFIG_HOME: xdg,
    XDG_DATA_HOME: xdg,
    XDG_RUNTIME_DIR: sandbox.root,
  };
  return { ...Object.fromEntries(own), ...homes, EXTENSIONS_GALLERY: '{}', ...env };
}

async function listeningPort(server) {
  let output = '';
  const port = new Promise((resolve, reject) => {
    const read = (chunk) => {
      output += chunk;
      const found = /listening on https?:\/\/127\.0\.0\.1:(\d+)/.exec(output);
      if (found) resolve(found[1]);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`code-server ended with code ${code}.\n${output}`)));
  });
  const late = sleep(START_TIMEOUT_MS, undefined, { ref: false }).then(() => {
    throw new Error(`code-server did not start.\n${output}`);
  });
  return Promise.race([port, late]);
}

function signalGroup(server, signal) {
  try {
    process.kill(-server.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // ESRCH: it has ended already
  }
}

/** A browser that reaches this machine only. `outside` collects its requests to other machines. */
export async function startBrowser(sandbox, { width = 1280, height = 800 } = {}) {
  const context = await chromium.launchPersistentContext(join(sandbox.root, 'chromium'), {
    executablePath: CHROMIUM,
    viewport: { width, height },
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
  // A workbench starts slowly on two cores that build and test at the same time.
  context.setDefaultNavigationTimeout(90_000);
  const outside = new Set();
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    // The webviews' own origin is answered by their service worker.
    const isHere = ['localhost', '127.0.0.1'].includes(hostname) || hostname.endsWith('.vscode-cdn.net');
    if (/^(https?|wss?):$/.test(protocol) && !isHere) outside.add(request.url());
  });
  return { context, page: context.pages()[0] ?? (await context.newPage()), outside };
}

/** `payload`: what extension development needs, as [key, value] pairs. */
export function workbenchUrl({ authority }, folder, payload) {
  const query = new URLSearchParams({ folder, ...(payload ? { payload: JSON.stringify(payload) } : {}) });
  return `http://${authority}/?${query}`;
}
