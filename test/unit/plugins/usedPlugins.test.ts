import assert from 'node:assert/strict';
import { join } from 'node:path';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { pluginsInUse, readPlugins, usePlugins } from '../../../engine/plugins/usedPlugins.js';

const fixture = (name: string) => join(packageRoot(), 'test/fixtures/plugins', name);

describe('plug-ins in use', () => {
  afterEach(() => usePlugins([]));

  it('give their contributions with the plug-in that they are from', async () => {
    await usePlugins([fixture('shape'), fixture('commonjs')]);
    assert.deepEqual(
      pluginsInUse()
        .contributed('measurements')
        .map(({ plugin, contribution }) => `${plugin.id}: ${contribution.title}`),
      ['acme.shape: Elongation', 'acme.shape: Red mean', 'acme.commonjs: Ones'],
    );
  });

  it('leave out one that is switched off, and one that is broken, and keep the others', async () => {
    const { plugins } = await usePlugins([fixture('none'), fixture('commonjs'), fixture('shape')], {
      off: ['acme.shape'],
    });
    assert.deepEqual(
      plugins.map(({ id, isUsed, problems }) => [id, isUsed, problems.length]),
      [
        ['none', false, 1],
        ['acme.commonjs', true, 0],
        ['acme.shape', false, 0],
      ],
    );
    assert.throws(() => pluginsInUse().code(plugins[2]!), /Nuclear shape \(acme.shape 1.2.0\) is not in use/);
  });

  it('name both owners of an id', async () => {
    const builtIn = (kind: string, id: string) =>
      kind === 'measurements' && id === 'ones' ? 'the built-in "Ones"' : undefined;
    const [first, second] = await readPlugins([fixture('commonjs'), fixture('shape')], { builtIn });
    assert.match(
      first!.problems.join(),
      /Its measurement "Ones" has the id "ones", which the built-in "Ones" has/,
    );
    assert.deepEqual(second!.problems, []);
  });
});
