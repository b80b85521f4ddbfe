import assert from 'node:assert/strict';
import { pageWorker } from '../../../../webview/ui/pageWorker.js';

describe('worker of a page', () => {
  const names = ['document', 'fetch', 'Worker'] as const;
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  const set = (name: (typeof names)[number], value: unknown) =>
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

  after(() => {
    for (const [name, descriptor] of before)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
  });

  it('starts after an attempt at which its script could not be read', async () => {
    class FakeWorker {}
    set('document', { body: { dataset: { worker: 'https://page/worker.js' } } });
    set('Worker', FakeWorker);
    set('fetch', () => Promise.resolve(new Response('', { status: 503 })));
    await assert.rejects(pageWorker(), /status 503/);
    set('fetch', () => Promise.resolve(new Response('0')));
    assert.ok((await pageWorker()) instanceof FakeWorker);
  });
});
