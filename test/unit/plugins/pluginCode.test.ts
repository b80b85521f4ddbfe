import assert from 'node:assert/strict';
import { join } from 'node:path';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { pluginCode, type PluginCode, type PluginLimits } from '../../../engine/plugins/pluginCode.js';
import { readPlugin } from '../../../engine/plugins/readPlugin.js';

const INPUT = { cells: [{}, {}, {}] };

describe('code of a plug-in', () => {
  let code: PluginCode;
  afterEach(() => code.close());

  const open = async (name: string, limits?: PluginLimits) => {
    code = pluginCode(await readPlugin(join(packageRoot(), 'test/fixtures/plugins', name)), limits);
  };
  const measure = (id: string, limits?: Parameters<PluginCode['call']>[4]) =>
    code.call('measurements', id, 'measure', [INPUT], limits);
  const failsWith = (id: string, message: RegExp, limits?: Parameters<PluginCode['call']>[4]) =>
    assert.rejects(measure(id, limits), { code: 'plugin-failed', message });

  it('answers from a CommonJS module whose exports are found at run time', async () => {
    await open('commonjs');
    assert.deepEqual(await measure('ones'), new Float64Array([1, 1, 1]));
  });

  it('names itself, the place and its output when it throws, and answers the next call', async () => {
    await open('misbehaving');
    await failsWith(
      'throws',
      /^The measurement "Throws" of the plug-in Misbehaving \(acme.misbehaving 0.1.0\) failed: the nucleus is undefined \(misbehaving.mjs:\d+:\d+\); its last output: about to throw. Tell its author, or switch the plug-in off.$/,
    );
    assert.deepEqual(await measure('nan'), new Float64Array([1, NaN, Infinity]));
  });

  it('is stopped when it takes too long, and starts anew', async () => {
    await open('misbehaving');
    await failsWith('hangs', /gave no answer within 1 s and was stopped/, { timeoutMs: 1000 });
    assert.deepEqual(await measure('short'), new Float64Array(2));
  });

  it('is not called again after it was stopped three times in a row', async () => {
    await open('misbehaving');
    for (let i = 0; i < 3; i++) await failsWith('exits', /ended its process \(exit code 3\)/);
    await failsWith('exits', /was stopped 3 times in a row and is not called again/);
    assert.deepEqual(await measure('short'), new Float64Array(2));
  });

  it('is stopped when its typed arrays need too much memory', async () => {
    await open('misbehaving', { memoryMb: 300 });
    await failsWith('allocates', /needed more than 300 MB of memory and was stopped/);
  });

  it('may print without end', async () => {
    await open('misbehaving');
    assert.deepEqual(await measure('floods'), new Float64Array(3));
  });

  it('is named when it exports nothing of the kind, or answers with what cannot be sent', async () => {
    await open('misbehaving');
    await failsWith(
      'absent',
      /has no function: misbehaving.mjs does not export it. Expected: export const measu/,
    );
    await failsWith('functions', /its answer cannot be sent/);
  });

  it('is stopped when the request is cancelled, and a waiting call too', async () => {
    await open('misbehaving');
    const stop = new AbortController();
    const calls = [measure('hangs', { signal: stop.signal }), measure('nan', { signal: stop.signal })];
    const after = measure('short');
    stop.abort();
    for (const call of calls) await assert.rejects(call, { code: 'cancelled' });
    assert.deepEqual(await after, new Float64Array(2));
  });

  it('gets no variables of this process beyond those that Node needs', async () => {
    process.env.DEEPLIIF_TEST_SECRET = 'secret';
    await open('misbehaving');
    try {
      assert.doesNotMatch(JSON.stringify(await measure('environment')), /SECRET/);
    } finally {
      delete process.env.DEEPLIIF_TEST_SECRET;
    }
  });
});
