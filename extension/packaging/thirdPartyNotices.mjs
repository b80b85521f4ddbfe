// THIRD-PARTY-NOTICES.txt of a package: every npm package in it, whether bundled into our scripts or beside them, with
// its version, its licence and the licence's text.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLicence } from './stagePackages.mjs';

/** `inputs`: paths of the files that esbuild took in, relative to `root`. Throws when a package names no licence. */
export function writeThirdPartyNotices(root, stage, inputs) {
  const bundled = new Set(
    inputs.map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean),
  );
  const folders = [
    ...[...bundled].map((path) => join(root, path)),
    ...packagesUnder(join(stage, 'dist', 'node_modules')),
  ];
  const notices = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (!license) throw new Error(`${name} ${version} names no licence; it cannot be shipped.`);
    const texts = licencesOf(folder).map((file) => readFileSync(file, 'utf8').trim());
    const licence = typeof license === 'string' ? license : license.type;
    notices.set(`${name} ${version}`, [`${name} ${version} (${licence})`, ...texts].join('\n\n'));
  }
  const names = [...notices.keys()].sort();
  const text = [
    'DeepLIIF for VS Code contains these packages, each under its own licence.',
    ...names.map((name) => notices.get(name)),
  ].join(`\n\n${'─'.repeat(100)}\n\n`);
  writeFileSync(join(stage, 'THIRD-PARTY-NOTICES.txt'), `${text}\n`);
}

/** Files with the licences of a package, and of code that it took over: some have a folder of them. */
function licencesOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => isLicence(join(folder, name)))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? readdirSync(path).map((file) => join(path, file)) : [path];
    });
}

/** Folders of packages, nested ones included. */
function packagesUnder(modules) {
  if (!existsSync(modules)) return [];
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@')
        ? readdirSync(join(modules, name)).map((inner) => join(modules, name, inner))
        : [join(modules, name)],
    )
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .flatMap((folder) => [folder, ...packagesUnder(join(folder, 'node_modules'))]);
}
