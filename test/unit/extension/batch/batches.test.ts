// Batches that run in a window: what the engine is asked to save, and what a panel is told.

import assert from 'node:assert/strict';
import type { Batch } from '../../../../engine/protocol/batch.js';
import type { AnalyseParams, ImageAnalysis } from '../../../../engine/protocol/requests.js';
import { createBatches } from '../../../../extension/batch/batches.js';
import type { EngineContext } from '../../../../extension/engine/engine.js';

const requestFor = (name: string): AnalyseParams => ({
  ...{ image: `/in/${name}.png`, into: '/out', name, model: '', backend: 'auto' },
});
const image = (name: string) => ({ path: `/in/${name}.png`, name });
const analysis = (name: string): ImageAnalysis => ({
  ...{ folder: `/out/${name}`, name, scoring: {}, notices: [] },
  scale: { basis: 'assumed', tilePx: 512 },
  backend: { id: 'onnx', description: '', reason: '' },
});

/** A store with an engine that remembers what it was asked to save. */
function store() {
  const saved: Batch[] = [];
  const engine = {
    request: (_: string, { batch }: { readonly batch: Batch }) => Promise.resolve(saved.push(batch)),
  };
  // Only `request` and `error` are used.
  const context = { engine, log: { error: assert.fail } } as unknown as EngineContext;
  return { batches: createBatches(context), saved };
}

const statesOf = ({ images }: Batch) => images.map(({ state }) => state);

describe('a batch in the window', () => {
  it('is saved before its first image and after its last, with paths relative to the record', async () => {
    const { batches, saved } = store();
    const { file, batch } = await batches.begin(['a', 'b', 'c'].map(requestFor), ['left out']);
    const watch = batches.watch(file, batch, [0, 1, 2], () => Promise.resolve());
    watch.finished(0, { image: image('a'), analysis: analysis('a') });
    watch.finished(1, { image: image('b'), problem: 'It is empty.' });
    await watch.ended();
    assert.deepEqual(saved.map(statesOf), [['waiting', 'waiting', 'waiting'], ['done', 'failed', 'waiting']]); // prettier-ignore
    const [first, second] = saved[1]!.images;
    assert.deepEqual([first!.image, first!.into, first!.folder], ['../in/a.png', '', 'a']);
    assert.equal(second!.problem, 'It is empty.');
    assert.deepEqual(saved[1]!.notes, ['left out']);
  });

  it('tells its panel how far it is, and is cancelled from there', async () => {
    const { batches } = store();
    const { file, batch } = await batches.begin(['a', 'b'].map(requestFor), []);
    const told: string[] = [];
    const stop = batches.follow(file, {
      changed: () => told.push(`${statesOf(current).join()}`),
      progress: ({ done, total, text }) => told.push(`${done}/${total} ${text}`),
    });
    let current = batch;
    const watch = batches.watch(file, batch, [0, 1], async () => void (current = await batches.read(file)));
    watch.progress(0, 'tiles 1 of 2');
    batches.cancel(file);
    assert.ok(watch.signal.aborted);
    await watch.ended();
    stop();
    assert.deepEqual(told, ['waiting,waiting', '0/2 tiles 1 of 2', 'waiting,waiting']);
    assert.equal(batches.running(file), undefined);
  });

  it('replaces the outcome of an image that is analysed again, and no other', async () => {
    const { batches, saved } = store();
    const { file, batch } = await batches.begin(['a', 'b'].map(requestFor), []);
    const images = batch.images.map((entry) => ({
      ...entry,
      state: 'failed' as const,
      problem: 'It is empty.',
    }));
    const watch = batches.watch(file, { ...batch, images }, [1], () => Promise.resolve());
    watch.finished(0, { image: image('b'), analysis: analysis('b-2') });
    await watch.ended();
    assert.deepEqual(statesOf(saved.at(-1)!), ['failed', 'done']);
    assert.equal(saved.at(-1)!.images[1]!.folder, 'b-2');
  });
});
