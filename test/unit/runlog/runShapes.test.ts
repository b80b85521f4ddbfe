// Events and process.json may be of unknown origin: an invalid value is refused with its place.

import assert from 'node:assert/strict';
import { readRunLog } from '../../../engine/runlog/runLog.js';
import { runProcess } from '../../../engine/runlog/runShapes.js';
import { columnOf } from '../../../engine/runlog/runTable.js';
import { at, lines, started, step } from '../reading/writtenRun.js';

describe('an event of a run', () => {
  for (const [what, wrong] of [
    ['a negative step', { step: -1 }],
    ['a step beyond what a number holds', { step: 2 ** 60 }],
    ['a time that is none', { time: 'yesterday' }],
    ['a loss of text', { losses: { a: 'x' } }],
    ['too many losses', { losses: Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [i, 1])) }],
    ['losses in a list', { losses: [1] }],
    ['no memory', { memoryMiB: undefined }],
  ] as const)
    it(`passes over a step with ${what}`, () => {
      const log = readRunLog();
      log.push(lines(started, { ...step(1, 1), ...wrong }));
      assert.deepEqual([log.state.steps.count, log.problems.length], [0, 1]);
    });

  for (const file of ['../secret.png', '/etc/passwd', 'a/../../b', 'c:\\x', 'a\\b', '', '.', 'a/./b'])
    it(`refuses a sample at ${JSON.stringify(file)}`, () => {
      const log = readRunLog();
      const pictures = [{ tile: 'Bladder1', image: 'dapi', role: 'generated', file }];
      log.push(lines({ type: 'samples', time: at(1), step: 1, epoch: 1, folder: 'samples/1', pictures }));
      assert.equal(log.state.samples.length, 0);
      assert.match(log.problems[0]!.message, /file: a path below the folder of the run/);
    });

  it('cannot be brought to change what objects are', () => {
    const log = readRunLog();
    const evil = JSON.stringify(step(1, 1)).replace('"total/generators"', '"__proto__"');
    log.push(lines(started) + `${evil}\n`);
    assert.deepEqual([...columnOf(log.state.steps, '__proto__')!], [1]);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });
});

describe('process.json of a run', () => {
  const process = { schemaVersion: 1, pid: 7, host: 'bench', socket: '/tmp/x.sock', started: at(0) };
  it('is read with its fields', () => assert.deepEqual(runProcess(process, 'process.json'), process));
  for (const wrong of [{ pid: 0 }, { socket: '' }, { schemaVersion: 2 }, { started: 'now' }])
    it(`is refused with ${JSON.stringify(wrong)}`, () =>
      assert.throws(() => runProcess({ ...process, ...wrong }, 'process.json'), /^ShapeError/));
});
