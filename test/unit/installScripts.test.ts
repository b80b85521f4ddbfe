// Install scripts of packages: which may run when somebody installs this repository.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../engine/files/packageRoot.js';

const read = <T>(file: string) => JSON.parse(readFileSync(join(packageRoot(), file), 'utf8')) as T;
const { packages } = read<{
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: true }>>;
}>('package-lock.json');
const { allowScripts } = read<{ readonly allowScripts: Readonly<Record<string, boolean>> }>('package.json');

describe('an installation of this repository', () => {
  it('does not run the installer of onnxruntime-node, which would download CUDA files', () => {
    const advice =
      'npm has marked the package again: remove the line "hasInstallScript" of node_modules/onnxruntime-node from package-lock.json.';
    assert.equal(packages['node_modules/onnxruntime-node']?.hasInstallScript, undefined, advice);
    assert.equal(allowScripts['onnxruntime-node'], false);
  });

  it('has decided about every other install script', () => {
    const scripted = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.replace(/^.*node_modules\//, '')] : [],
    );
    for (const name of scripted) assert.ok(Object.hasOwn(allowScripts, name), name);
  });

  it('has no .npmrc, about whose foreign entries npm warns at every command', () =>
    assert.ok(!existsSync(join(packageRoot(), '.npmrc'))));
});
