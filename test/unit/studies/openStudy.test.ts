import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openStudy } from '../../../engine/studies/openStudy.js';
import type { Parameter } from '../../../engine/sweep/parameters.js';
import { tpeSampler } from '../../../engine/sweep/tpe.js';

const space = new Map<string, Parameter>([
  ['lr', { distribution: { kind: 'float', low: 1e-5, high: 1e-1, log: true, step: null }, when: {} }],
  ['norm', { distribution: { kind: 'categorical', choices: ['batch', 'instance'] }, when: {} }],
]);

describe('a study in a journal', () => {
  let folder: string;
  let journal: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-study-'));
    journal = join(folder, 'journal.log');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const opened = (workerId = 'deepliif-a') =>
    openStudy({ journal, name: 'sweep', directions: ['minimize'], workerId });

  it('is made, and keeps what trials report', async () => {
    const study = await opened();
    const sampler = tpeSampler(1);
    for (let i = 0; i < 12; i++) {
      const trial = await study.ask();
      const params = await study.suggest(trial, sampler, space);
      await study.report(trial, 1, params.get('lr')! * 2);
      await study.tell(trial, i % 4 === 3 ? 'pruned' : 'complete', [params.get('lr')!]);
    }
    const again = await opened();
    assert.equal(again.state.trials.length, 12);
    assert.deepEqual(again.state.trials.map(({ state }) => state).slice(0, 4), [
      'complete',
      'complete',
      'complete',
      'pruned',
    ]);
    // Trials after the startup tell the others what they try.
    assert.ok(again.state.trials[11]!.relativeParams);
  });

  it('gives a waiting trial to one worker only, with the values that the user chose', async () => {
    const [a, b] = [await opened('deepliif-a'), await opened('deepliif-b')];
    await a.enqueue({ lr: 0.01, norm: 'instance' });
    const [first, second] = await Promise.all([a.ask(), b.ask()]);
    assert.notEqual(first.number, second.number);
    const chosen = await (first.number === 0 ? a : b).suggest(
      first.number === 0 ? first : second,
      tpeSampler(1),
      space,
    );
    assert.deepEqual(
      [...chosen],
      [
        ['lr', 0.01],
        ['norm', 1],
      ],
    );
  });

  it('sets an attribute per line, as Optuna reads them', async () => {
    const study = await opened();
    const trial = await study.ask();
    await study.setSystemAttrs(trial, { completed_rung_0: 0.5, completed_rung_1: 0.25 });
    assert.deepEqual([...study.state.trials[0]!.rungs!.keys()], [0, 1]);
    for (const line of readFileSync(journal, 'utf8').trimEnd().split('\n')) {
      const { system_attr: attr } = JSON.parse(line) as { system_attr?: object };
      if (attr) assert.equal(Object.keys(attr).length, 1);
    }
  });

  it('writes what readers of Optuna’s dashboard need: no value of null, and both times at the end', async () => {
    const study = await opened();
    await study.enqueue({ lr: 0.01 });
    await study.tell(await study.ask(), 'complete', [0.5]);
    const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
    assert.ok(lines.every((line) => !line.includes('"value":null')));
    assert.match(lines.at(-1)!, /"op_code":6.*"datetime_start":"20.*"datetime_complete":"20/);
  });

  it('survives the half line of a writer that died, and its lock', async () => {
    const study = await opened();
    await study.ask();
    appendFileSync(journal, '{"op_code":5,"worker');
    writeFileSync(`${journal}.lock`, JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1, id: 'x' }));
    await study.ask();
    assert.equal(study.state.trials.length, 2);
    for (const line of readFileSync(journal, 'utf8').trimEnd().split('\n')) JSON.parse(line);
  });

  it('holds the lines of several processes whole', async () => {
    await opened();
    const script = join(import.meta.dirname, 'writeTrials.js');
    const run = promisify(execFile);
    await Promise.all(
      ['b', 'c', 'd'].map((id) => run(process.execPath, [script, journal, `deepliif-${id}`, '20'])),
    );
    const study = await opened();
    assert.equal(study.state.trials.length, 60);
    assert.equal(new Set(study.state.trials.map(({ number }) => number)).size, 60);
    assert.ok(study.state.trials.every(({ state }) => state === 'complete'));
  });

  it('is refused with other directions, and if it is not there', async () => {
    await opened();
    const other = { journal, name: 'sweep', workerId: 'deepliif-a' };
    await assert.rejects(openStudy({ ...other, directions: ['maximize'] }), { code: 'usage' });
    await assert.rejects(openStudy({ ...other, name: 'none' }), { code: 'usage' });
  });
});
