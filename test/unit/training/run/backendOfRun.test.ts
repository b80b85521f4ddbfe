// A resumed run stays on the backend that it was trained on.

import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resumeRun } from '../../../../engine/training/run/runTraining.js';
import { tinyRuns, watching } from '../tinyRun.js';

describe('a run that is resumed', () => {
  const runs = tinyRuns();

  const stopped = async (name: string): Promise<{ dir: string; state: string }> => {
    const signal = { aborted: false };
    const { dir } = await runs.start(name, { signal, onStep: () => (signal.aborted = true) });
    const [checkpoint] = await readdir(join(dir, 'checkpoints'));
    return { dir, state: join(dir, 'checkpoints', checkpoint!, 'state.json') };
  };
  const resumed = async (dir: string, backend?: string): Promise<string[]> => {
    const lines: string[] = [];
    await resumeRun(dir, backend, watching({ note: (line) => lines.push(line) }));
    return lines;
  };
  const change = async (state: string, backend: string | undefined) => {
    const fields = JSON.parse(await readFile(state, 'utf8')) as object;
    await writeFile(state, JSON.stringify({ ...fields, backend }));
  };

  it('stays on its backend, and says so', async () => {
    const { dir } = await stopped('kept');
    assert.ok((await resumed(dir)).includes('The run continues on the backend "cpu".'));
  });

  it('changes to the backend that is asked for, and says so', async () => {
    const { dir, state } = await stopped('changed');
    await change(state, 'wasm');
    const words = 'The run was trained on the backend "wasm" so far; it continues on "cpu".';
    assert.ok((await resumed(dir, 'cpu')).includes(words));
  });

  it('says that its backend is not recorded, if it was trained by an earlier version', async () => {
    const { dir, state } = await stopped('earlier');
    await change(state, undefined);
    assert.match(
      (await resumed(dir)).join('\n'),
      /does not record the backend it was trained on; it continues on "\w+"/,
    );
  });

  it('is refused if its backend does not exist here, with what to do', async () => {
    const { dir, state } = await stopped('unknown');
    await change(state, 'abacus');
    await assert.rejects(resumed(dir), /trained on "abacus" so far; --backend ID resumes it on another one/);
  });
}).timeout(120_000);
