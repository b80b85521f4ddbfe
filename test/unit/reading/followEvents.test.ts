// The events of a run are followed while the file is written, truncated and replaced.

import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followEvents } from '../../../engine/reading/followEvents.js';
import { readRunLog } from '../../../engine/runlog/runLog.js';
import { columnOf } from '../../../engine/runlog/runTable.js';
import { at, lines, started, step } from './writtenRun.js';

describe('the events of a run', () => {
  let folder: string;
  let events: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-events-'));
    events = join(folder, 'events.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const losses = (follower: ReturnType<typeof followEvents>) => [
    ...columnOf(follower.log.state.steps, 'total/generators')!,
  ];

  it('are read in pieces with the result of reading all text at once', async () => {
    const alarm = { type: 'alarm', time: at(1), step: 1, kind: 'divergence', message: 'größer als 10 × 🔬' };
    const text = `\ufeff${lines(
      started,
      ...Array.from({ length: 9000 }, (_, i) =>
        i % 7 === 3 ? { ...alarm, step: i + 1 } : step(i + 1, Math.fround(1 / (i + 1))),
      ),
    )}{"type":"step","time"`;
    await writeFile(events, text);
    const follower = followEvents(folder);
    let pieces = 0;
    await follower.read(() => pieces++);
    assert.ok(pieces > 1);
    const log = readRunLog();
    log.push(text.slice(1)); // the text without its byte order mark
    assert.deepEqual([follower.log.state, follower.log.problems], [log.state, log.problems]);
    await appendFile(events, `:"${at(9)}"}\n${lines(step(9001))}`);
    await follower.read();
    assert.deepEqual(follower.log.problems.map(({ line }) => line), [9002]); // prettier-ignore
    assert.equal(follower.log.state.step, 9001);
  });

  it('are read as they grow, each byte once, also with lines and letters cut in two', async () => {
    const bytes = Buffer.from(lines(started, { ...step(1), losses: { 'total/générateurs': 0.5 } }, step(2)));
    const follower = followEvents(folder);
    assert.equal(await follower.read(), false); // no file yet
    for (let i = 0; i < bytes.length; i += 100) {
      await appendFile(events, bytes.subarray(i, i + 100));
      assert.equal(await follower.read(), true);
      assert.equal(await follower.read(), false);
    }
    assert.equal(follower.log.state.steps.count, 2);
    assert.equal(follower.log.problems.length, 0);
    assert.equal(columnOf(follower.log.state.steps, 'total/générateurs')![0], 0.5);
  });

  it('are read again from the beginning after a resumed run has cut its file', async () => {
    const kept = lines(started, step(1), step(2));
    await writeFile(events, kept + lines(step(3), step(4)));
    const follower = followEvents(folder);
    await follower.read();
    await truncate(events, Buffer.byteLength(kept));
    await follower.read();
    assert.equal(follower.log.state.steps.count, 2);
    // The file may have grown beyond its earlier size before the next reading.
    await appendFile(events, lines(step(3, 7), step(4, 7)));
    await follower.read();
    await truncate(events, Buffer.byteLength(kept));
    await appendFile(events, lines({ ...started, step: 2 }, step(3, 9), step(4, 9), step(5, 9)));
    await follower.read();
    assert.deepEqual(losses(follower), [1, 0.5, 9, 9, 9]);
  });

  it('are read again when another file is in their place', async () => {
    await writeFile(events, lines(started, step(1)));
    const follower = followEvents(folder);
    await follower.read();
    await writeFile(`${events}.new`, lines(started, step(1, 5), step(2, 5)));
    await rename(`${events}.new`, events);
    await follower.read();
    assert.deepEqual(losses(follower), [5, 5]);
    await rm(events);
    assert.equal(await follower.read(), true);
    assert.equal(follower.log.state.steps.count, 0);
  });

  it('are read one reading after the other, when several are asked for at once', async () => {
    await writeFile(events, lines(started, step(1), step(2)));
    const follower = followEvents(folder);
    const read = await Promise.all([follower.read(), follower.read(), follower.read()]);
    assert.deepEqual(read, [true, false, false]);
    assert.equal(follower.log.state.steps.count, 2);
  });
});
