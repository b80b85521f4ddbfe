// Requests across the process boundary: every trap of JSON-RPC over IPC that design.md section 3 lists.

import assert from 'node:assert/strict';
import type { AnalyseParams } from '../../../../engine/protocol/requests.js';
import { EngineGoneError, type RequestOptions } from '../../../../extension/engine/connection.js';
import { startProcess, type EngineProcess } from '../../../../extension/engine/process.js';
import { testEngine, testLog } from './scripts.js';

describe('a request to the engine', () => {
  let engine: EngineProcess;
  const log = testLog();
  before(() => {
    engine = startProcess(testEngine, log);
  });
  after(() => engine.stop());

  const ask = (image: string, options?: RequestOptions): Promise<unknown> =>
    engine.connection.request('image/analyse', { image } as AnalyseParams, options);

  it('travels as one object, also without a signal', async () => {
    const message = (await ask('wire')) as { params: unknown };
    assert.deepEqual(message.params, { params: { image: 'wire' } });
  });

  it('reports its progress to its caller, in order and before the answer', async () => {
    const first: number[] = [];
    const second: number[] = [];
    await Promise.all([
      ask('answer after three tiles', { report: ({ done }) => first.push(done) }),
      ask('answer after three tiles', { report: ({ done }) => second.push(done) }),
    ]);
    assert.deepEqual([first, second], [[1, 2, 3], [1, 2, 3]]); // prettier-ignore
  });

  it('can be cancelled while the engine computes tile after tile', async () => {
    const abort = new AbortController();
    const report = ({ done }: { done: number }) => done === 3 && abort.abort();
    await assert.rejects(ask('run until cancelled', { signal: abort.signal, report }), {
      name: 'EngineError',
      code: 'cancelled',
    });
  });

  it('arrives cancelled when it was cancelled while the engine was deaf', async () => {
    const abort = new AbortController();
    const busy = ask('compute 200 ms');
    const queued = ask('was it cancelled before it began?', { signal: abort.signal });
    abort.abort();
    assert.equal(await queued, true);
    await busy;
  });

  it('is not sent at all when it was cancelled before', () =>
    assert.rejects(ask('flags', { signal: AbortSignal.abort() }), { code: 'cancelled' }));

  it('rejects with the code and the message of an EngineError', () =>
    assert.rejects(ask('refuse'), {
      name: 'EngineError',
      code: 'image-unreadable',
      message: 'tile.png is empty. Give it another.',
    }));

  it('rejects with the message of a defect, whose stack is in the log', async () => {
    await assert.rejects(
      ask('break'),
      (error: Error) => error.name !== 'EngineError' && error.message.includes('a defect'),
    );
    assert.match(log.lines.join('\n'), /warn: image\/analyse failed.*TypeError: a defect\n\s+at /s);
  });

  it('rejects when its parameters cannot be sent', () =>
    assert.rejects(
      engine.connection.request('image/analyse', { image: () => 'a function' } as unknown as AnalyseParams),
      /could not be cloned/,
    ));

  it('is answered with arrays that own their memory, none of them a Buffer', async () => {
    const { raster, planes, file } = (await ask('pixels')) as {
      raster: { data: Uint8Array };
      planes: Float32Array[];
      file: Uint8Array;
    };
    assert.deepEqual(raster.data, new Uint8Array([1, 2, 3, 4, 5, 6]));
    assert.equal(raster.data.buffer.byteLength, 6);
    assert.deepEqual(planes, [new Float32Array([0.5, -0.5])]);
    assert.equal(planes[0]!.buffer.byteLength, 8);
    assert.deepEqual(file, new Uint8Array([7, 8, 9]));
    assert.ok(!Buffer.isBuffer(file));
  });
});

describe('when the engine goes away', () => {
  const startAndAsk = (image: string) => {
    const engine = startProcess(testEngine, testLog());
    return { engine, answer: engine.connection.request('image/analyse', { image } as AnalyseParams) };
  };

  for (const [image, how] of [
    ['crash', /ended \(exit code 7\) before it answered/],
    ['kill itself', /ended \(signal SIGKILL\) before it answered/],
  ] as const)
    it(`a pending request rejects at once: ${image}`, async () => {
      const { engine, answer } = startAndAsk(image);
      await assert.rejects(answer, (error) => error instanceof EngineGoneError && how.test(error.message));
      await assert.rejects(engine.connection.request('engine/handshake', {}), EngineGoneError);
    });

  it('a pending request rejects at once: it is stopped', async () => {
    const { engine, answer } = startAndAsk('run until cancelled');
    await Promise.all([assert.rejects(answer, /was stopped before it answered/), engine.stop()]);
  });
});
