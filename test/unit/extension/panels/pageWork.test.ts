// Work of a page: what it hears of work that ends, fails, is cancelled or replaced.

import assert from 'node:assert/strict';
import { setImmediate as afterThat } from 'node:timers/promises';
import { pageWork, type WorkControl } from '../../../../extension/panels/pageWork.js';

describe('work of a page', () => {
  /** Work that ends when the test says so, and what the page hears. */
  function someWork() {
    const heard: string[] = [];
    const works: { control: WorkControl; end: (result: string) => void; fail: (error: Error) => void }[] = [];
    const work = pageWork<string>();
    const begin = () =>
      work.begin({
        start: (control) => new Promise((end, fail) => works.push({ control, end, fail })),
        progress: ({ done, total }) => heard.push(`${done} of ${total}`),
        done: (result) => heard.push(result),
        failed: ({ message }) => heard.push(`failed: ${message}`),
      });
    return { heard, works, work, begin };
  }
  const step = (done: number) => ({ stage: 'images', done, total: 2 });

  it('tells how far it is, and its result', async () => {
    const { heard, works, work, begin } = someWork();
    assert.equal(work.latest(), undefined);
    begin();
    works[0]!.control.report(step(1));
    works[0]!.end('result');
    assert.equal(await work.latest(), 'result');
    works[0]!.control.report(step(2));
    assert.deepEqual(heard, ['1 of 2', 'result']);
  });

  it('tells why it failed, also when it was cancelled', async () => {
    const { heard, works, work, begin } = someWork();
    begin();
    work.cancel();
    assert.ok(works[0]!.control.signal.aborted);
    works[0]!.control.report(step(1));
    works[0]!.fail(new Error('Cancelled.'));
    await afterThat();
    assert.deepEqual(heard, ['failed: Cancelled.']);
  });

  it('is cancelled by later work, and not heard of again', async () => {
    const { heard, works, begin } = someWork();
    begin();
    begin();
    assert.ok(works[0]!.control.signal.aborted);
    works[0]!.end('earlier');
    works[1]!.end('later');
    await afterThat();
    assert.deepEqual(heard, ['later']);
  });

  it('is not heard of after its page is gone', async () => {
    const { heard, works, work, begin } = someWork();
    begin();
    work.forget();
    works[0]!.fail(new Error('Cancelled.'));
    await afterThat();
    assert.deepEqual([heard, work.latest()], [[], undefined]);
  });
});
