import assert from 'node:assert/strict';
import { join } from 'node:path';
import { addPluginOption } from '../../../engine/cli/pluginOption.js';
import { addPluginsCommand } from '../../../engine/cli/pluginsCommand.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { pluginsInUse, usePlugins } from '../../../engine/plugins/usedPlugins.js';
import { Command } from 'commander';

const fixture = (name: string) => join(packageRoot(), 'test/fixtures/plugins', name);

describe('plug-ins of the command line', () => {
  afterEach(async () => {
    process.exitCode = undefined;
    await usePlugins([]);
  });

  const run = async (...args: readonly string[]) => {
    const program = new Command();
    addPluginsCommand(program);
    const write = process.stdout.write.bind(process.stdout);
    let text = '';
    process.stdout.write = (part: string | Uint8Array) => {
      text += String(part);
      return true;
    };
    try {
      await program.parseAsync(['node', 'deepliif', ...args]);
    } finally {
      process.stdout.write = write;
    }
    return { text, code: process.exitCode ?? 0 };
  };

  it('are listed with what they add and what is wrong with them', async () => {
    const { text, code } = await run('plugins', 'list', fixture('shape'), fixture('none'));
    assert.match(text, /✔ Nuclear shape \(acme.shape 1.2.0\)/);
    assert.match(text, /measurement elongation: Elongation/);
    assert.match(text, /✘ none[^]*problem: .*package.json: cannot be opened/);
    assert.equal(code, 0);
  });

  it('fail a check if one of them cannot be used', async () => {
    assert.equal((await run('plugins', 'check', fixture('shape'))).code, 0);
    const { text, code } = await run('plugins', 'check', '--json', fixture('none'));
    assert.equal(code, 9);
    assert.equal((JSON.parse(text) as { plugins: readonly unknown[] }).plugins.length, 1);
  });

  it('are in use while a command with --plugin runs; a broken one ends it', async () => {
    let found: readonly string[] = [];
    const program = new Command();
    const command = program.command('work').action(() => {
      found = pluginsInUse().plugins.map(({ id }) => id);
    });
    addPluginOption(command);
    const parse = (...dirs: readonly string[]) =>
      program.parseAsync(['node', 'deepliif', 'work', ...dirs.flatMap((dir) => ['--plugin', dir])]);
    await parse(fixture('shape'), fixture('commonjs'));
    assert.deepEqual(found, ['acme.shape', 'acme.commonjs']);
    await assert.rejects(parse(fixture('none')), { code: 'plugin-failed', message: /^The plug-in none/ });
  });
});
