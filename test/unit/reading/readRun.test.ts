import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRun, readWholeRun } from '../../../engine/reading/readRun.js';
import { lines, started, step, writeRun } from './writtenRun.js';

describe('one run in full', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-read-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('has all of its steps, however many', async () => {
    const folder = await writeRun(join(root, 'a'), { plan: { seed: 1 } }, [started]);
    await appendFile(join(folder, 'events.jsonl'), lines(...Array.from({ length: 8000 }, (_, i) => step(i + 1)))); // prettier-ignore
    const { state, asked, status, name } = await readRun(folder);
    assert.equal(state.steps.count, 8000);
    assert.deepEqual(asked, { schemaVersion: 1, plan: { seed: 1 } });
    assert.deepEqual([status, name], ['dead', 'a']);
  });

  it('reports a line that is no event with its number, and waits for the end of the last one', async () => {
    const folder = await writeRun(join(root, 'a'));
    const text = `${lines(started)}garbage\n${lines(step(1))}{"type":"step","time":"2026`;
    await writeFile(join(folder, 'events.jsonl'), text);
    const { state, problems } = await readRun(folder);
    assert.equal(state.step, 1);
    assert.deepEqual(problems.map(({ line }) => line), [2]); // prettier-ignore
  });

  it('may never have begun', async () => {
    assert.equal((await readRun(await writeRun(join(root, 'a')))).state.step, 0);
  });

  it('is refused where there is none, or one of another version', async () => {
    await assert.rejects(readRun(root), /is no run: it has neither run\.json nor event files/);
    const folder = await writeRun(join(root, 'a'), { schemaVersion: 2 }, [started, step(1)]);
    await assert.rejects(readRun(folder), { code: 'usage', message: /another version/ });
    const listed = await readWholeRun(folder);
    assert.match(listed.problem!, /another version/);
    assert.equal(listed.state.step, 1);
  });
});
