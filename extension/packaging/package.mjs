// `npm run package [-- linux-x64 win32-x64 darwin-arm64] [--out DIR]`: one .vsix per target, each with the native parts
// of that target only. Everything is assembled in a scratch folder, so that the working tree is left as it is.

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packagedReadme } from './packagedReadme.mjs';
import { stagePackages, TARGETS } from './stagePackages.mjs';
import { writeThirdPartyNotices } from './thirdPartyNotices.mjs';

const LARGEST_MB = 60;
const root = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: root } },
});
const targets = positionals.length > 0 ? positionals : Object.keys(TARGETS);
const unknown = targets.filter((target) => !(target in TARGETS));
if (unknown.length > 0) {
  process.stderr.write(
    `No target is called ${unknown.join(', ')}. There are ${Object.keys(TARGETS).join(', ')}.\n`,
  );
  process.exit(2);
}

const scratch = mkdtempSync(join(tmpdir(), 'deepliif-package-'));
try {
  mkdirSync(values.out, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const inputs = join(scratch, 'inputs.json');
  const built = join(scratch, 'dist');
  execFileSync('node', ['esbuild.mjs', '--out', built, '--release', '--inputs', inputs], {
    cwd: root,
    stdio: 'inherit',
  });
  const sizes = targets.map((target) => packageFor(target, manifest, built, inputs));
  process.stdout.write(`\n${sizes.map(({ file, mb }) => `${file}  ${mb.toFixed(1)} MB`).join('\n')}\n`);
  const tooLarge = sizes.filter(({ mb }) => mb > LARGEST_MB);
  if (tooLarge.length > 0) throw new Error(`${tooLarge[0].file} is larger than ${LARGEST_MB} MB.`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Assembles what VS Code needs for one target and lets vsce zip it. */
function packageFor(target, manifest, built, inputs) {
  const stage = join(scratch, target);
  mkdirSync(stage);
  cpSync(join(root, '.vscodeignore'), join(stage, '.vscodeignore'));
  for (const path of namedInAllowList()) cpSync(join(root, path), join(stage, path), { recursive: true });
  cpSync(built, join(stage, 'dist'), { recursive: true });
  writeFileSync(join(stage, 'package.json'), JSON.stringify(forUsers(manifest), null, 2));
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  writeFileSync(join(stage, 'README.md'), packagedReadme(readme, manifest.repository !== undefined));
  stagePackages(root, join(stage, 'dist', 'node_modules'), target);
  writeThirdPartyNotices(root, stage, JSON.parse(readFileSync(inputs, 'utf8')));

  const file = join(values.out, `deepliif-${target}-${manifest.version}.vsix`);
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const links = manifest.repository ? [] : ['--allow-missing-repository', '--no-rewrite-relative-links'];
  const options = ['--no-dependencies', ...links];
  execFileSync('node', [vsce, 'package', '--target', target, ...options, '--out', file], {
    cwd: stage,
    stdio: 'inherit',
  });
  rmSync(stage, { recursive: true });
  return { file, mb: statSync(file).size / 2 ** 20 };
}

/** Files and folders of the working tree that belong into the package. */
function namedInAllowList() {
  const made = ['package.json', 'THIRD-PARTY-NOTICES.txt', 'dist'];
  return readFileSync(join(root, '.vscodeignore'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1).replace(/\/\*.*$/, ''))
    .filter((path) => !made.includes(path) && existsSync(join(root, path)));
}

/** The manifest without the parts that only developers need. */
function forUsers(manifest) {
  const forDevelopers = ['scripts', 'devDependencies', 'private'];
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !forDevelopers.includes(key)));
}
