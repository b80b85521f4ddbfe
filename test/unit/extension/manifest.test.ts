// What package.json promises VS Code of the extension.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { packageRoot } from '../../../engine/packageRoot.js';

interface Manifest {
  readonly activationEvents?: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category?: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

describe('the extension', () => {
  const manifest = JSON.parse(readFileSync(`${packageRoot()}/package.json`, 'utf8')) as Manifest;
  const { commands, menus, configuration } = manifest.contributes;

  it('is loaded by its commands only, not when VS Code starts', () =>
    assert.deepEqual(manifest.activationEvents ?? [], []));

  it('offers nothing but the log in a workspace that is not trusted', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    for (const { command, enablement } of commands)
      assert.equal(enablement, command === 'deepliif.showLog' ? undefined : 'isWorkspaceTrusted', command);
  });

  it('takes no paths from a workspace that is not trusted', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    assert.deepEqual(restricted, ['deepliif.model', 'deepliif.resultsFolder']);
    for (const setting of restricted) assert.ok(setting in configuration.properties, setting);
  });

  it('has its commands under one name in the palette, and no others in its menus', () => {
    for (const { command, category } of commands) assert.equal(category, 'DeepLIIF', command);
    const known = commands.map(({ command }) => command);
    for (const { command } of Object.values(menus).flat()) assert.ok(known.includes(command), command);
  });
});
