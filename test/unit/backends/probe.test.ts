// A probe survives whatever the probed module does.

import assert from 'node:assert/strict';
import { probe } from '../../../engine/backends/probe.js';

const PATIENT_MS = 20_000;

describe('a probe', () => {
  it('gives the last line of the answer as data, and hands over arguments', async () => {
    const script = "console.log('noise'); console.log(JSON.stringify({ got: process.argv.slice(1) }))";
    assert.deepEqual(await probe(script, ['a', 'b c'], PATIENT_MS), {
      works: true,
      value: { got: ['a', 'b c'] },
    });
  });

  for (const [what, script, reason] of [
    ['throws', "throw new Error('no libcuda.so.11')", /^no libcuda\.so\.11$/],
    ['rejects', "Promise.reject(new TypeError('not a GPU'))", /^not a GPU$/],
    ['leaves with a code', 'process.exit(3)', /exited with code 3/],
    ['answers with something else', "console.log('hello')", /no answer/],
    ['says nothing', '', /no answer/],
  ] as const)
    it(`tells what is wrong when the module ${what}`, async () => {
      const answer = await probe(script, [], PATIENT_MS);
      assert.ok(!answer.works);
      assert.match(answer.reason, reason);
    });

  it('survives a crash', async function () {
    if (process.platform === 'win32') this.skip(); // signals are POSIX's
    const answer = await probe(
      "process.kill(process.pid, 'SIGSEGV'); setTimeout(() => {}, 5000)",
      [],
      PATIENT_MS,
    );
    assert.deepEqual(answer, { works: false, reason: 'its test process was killed by SIGSEGV' });
  });

  it('ends a module that hangs', async () => {
    const answer = await probe('for (;;);', [], 300);
    assert.deepEqual(answer, { works: false, reason: 'it did not answer within 0.3 s' });
  });
});
