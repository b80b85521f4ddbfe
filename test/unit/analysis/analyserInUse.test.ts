// One model kept between requests.

import assert from 'node:assert/strict';
import { setImmediate as turnOfTheEventLoop, setTimeout as sleep } from 'node:timers/promises';
import { analyserInUse } from '../../../engine/analysis/analyserInUse.js';
import type { OpenedAnalyser } from '../../../engine/analysis/openAnalyser.js';
import type { ModelFolder } from '../../../engine/checkpoints/modelFolder.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import { until } from '../../until.js';

describe('the model in use', () => {
  let events: string[];
  const model = (id: string): ModelFolder => ({ dir: `/models/${id}`, manifest: { id } }) as ModelFolder;

  const auto = { precision: 'float32' } as const;

  function make(idleMs?: number) {
    events = [];
    return analyserInUse((folder, { backend, precision }) => {
      const name = `${folder.manifest.id} on ${precision === 'int8' ? 'int8' : (backend ?? 'auto')}`;
      events.push(`load ${name}`);
      const dispose = () => Promise.resolve(void events.push(`dispose ${name}`));
      return Promise.resolve({ reason: name, dispose } as OpenedAnalyser);
    }, idleMs);
  }
  const work = ({ reason }: OpenedAnalyser) => Promise.resolve(void events.push(`run ${reason}`));

  it('is loaded once for many images', async () => {
    const inUse = make();
    await inUse.use(model('a'), auto, {}, work);
    await inUse.use(model('a'), auto, {}, work);
    assert.deepEqual(events, ['load a on auto', 'run a on auto', 'run a on auto']);
  });

  for (const [what, folder, wanted] of [
    ['another model is asked for', model('b'), auto],
    ['another backend is asked for', model('a'), { ...auto, backend: 'wasm' }],
    ['another precision is asked for', model('a'), { precision: 'int8' }],
    ['it changed on disk', { ...model('a'), manifest: { id: 'a', tilePx: 256 } } as ModelFolder, auto],
  ] as const)
    it(`is given up before the next is loaded when ${what}`, async () => {
      const inUse = make();
      await inUse.use(model('a'), auto, {}, work);
      await inUse.use(folder, wanted, {}, work);
      assert.deepEqual(
        events.map((event) => event.split(' ')[0]),
        ['load', 'run', 'dispose', 'load', 'run'],
      );
    });

  it('works for one image at a time', async () => {
    const inUse = make();
    let running = 0;
    const alone = async () => {
      assert.equal(++running, 1);
      await turnOfTheEventLoop();
      running--;
    };
    await Promise.all([1, 2, 3].map(() => inUse.use(model('a'), auto, {}, alone)));
  });

  it('is not loaded for a request that was cancelled while it waited', async () => {
    const inUse = make();
    const first = inUse.use(model('a'), auto, {}, work);
    const second = inUse.use(model('b'), auto, { signal: AbortSignal.abort() }, work);
    await first;
    await assert.rejects(second, { code: 'cancelled' });
    assert.deepEqual(events, ['load a on auto', 'run a on auto']);
  });

  const failing = (error: Error) => () => Promise.reject(error);

  it('stays when an image could not be read', async () => {
    const inUse = make();
    const unreadable = new EngineError('image-unreadable', 'x.png is empty.');
    await assert.rejects(inUse.use(model('a'), auto, {}, failing(unreadable)), unreadable);
    await inUse.use(model('a'), auto, {}, work);
    assert.deepEqual(events, ['load a on auto', 'run a on auto']);
  });

  it('is loaded afresh after its device failed', async () => {
    const inUse = make();
    await assert.rejects(inUse.use(model('a'), auto, {}, failing(new Error('device lost'))), /device lost/);
    await inUse.use(model('a'), auto, {}, work);
    assert.deepEqual(events, ['load a on auto', 'dispose a on auto', 'load a on auto', 'run a on auto']);
  });

  it('is unloaded when it was not used for a while, and loaded again for the next use', async () => {
    const inUse = make(20);
    await inUse.use(model('a'), auto, {}, work);
    await until(() => events.includes('dispose a on auto'), 'it is unloaded');
    await inUse.use(model('a'), auto, {}, () => sleep(60)); // work that takes three times as long: busy is not idle
    assert.deepEqual(events, ['load a on auto', 'run a on auto', 'dispose a on auto', 'load a on auto']);
  });
});
