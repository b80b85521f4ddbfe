import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../../../engine/protocol/errors.js';
import { tagOf } from '../../../engine/protocol/runNotes.js';
import { readListedRun } from '../../../engine/reading/listRuns.js';
import { readRunNotes } from '../../../engine/reading/runNotes.js';
import { writeRunNotes } from '../../../engine/records/runNotes.js';

describe('note and tags of a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-notes-'));
    await writeFile(join(folder, 'run.json'), '{"schemaVersion":1}');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are none before somebody writes them', async () =>
    assert.deepEqual(await readRunNotes(folder), { note: '', tags: [] }));

  it('come back as they were written, each tag once, and leave the other files alone', async () => {
    await writeRunNotes(folder, {
      note: 'λ too large\nsecond line',
      tags: ['baseline', 'new data', 'baseline'],
    });
    const notes = { note: 'λ too large\nsecond line', tags: ['baseline', 'new data'] };
    assert.deepEqual(await readRunNotes(folder), notes);
    assert.deepEqual((await readListedRun(folder))!.notes, notes);
    assert.deepEqual((await readdir(folder)).sort(), ['notes.json', 'run.json']);
    assert.equal(await readFile(join(folder, 'run.json'), 'utf8'), '{"schemaVersion":1}');
  });

  it('are refused for a folder of TensorBoard, and for one that is no run', async () => {
    await rm(join(folder, 'run.json'));
    const refused = (reason: RegExp) =>
      assert.rejects(
        writeRunNotes(folder, { note: '', tags: [] }),
        (thrown) => thrown instanceof EngineError && thrown.code === 'usage' && reason.test(thrown.message),
      );
    await refused(/is no run/);
    await writeFile(join(folder, 'events.out.tfevents.1.host'), '');
    await refused(/TensorBoard/);
  });

  it('that are damaged are reported, and the run is listed without them', async () => {
    await writeFile(join(folder, 'notes.json'), '{"schemaVersion":1,"note":"","tags":["a,b"]}');
    const run = (await readListedRun(folder))!;
    assert.deepEqual(run.notes, { note: '', tags: [] });
    assert.match(run.notesProblem!, /notes\.json.*a tag of at most 40 letters/);
  });

  it('have tags without the signs that separate tags', () => {
    assert.deepEqual([' #new,  data ', 'x'.repeat(50), ' ,#'].map(tagOf), [
      'new data',
      'x'.repeat(40),
      undefined,
    ]);
  });
});
