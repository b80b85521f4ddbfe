// `npm run bench:study [-- --kills 200]`: time of a suggestion, of reading a long journal, and of writing one by several
// processes; and a journal whose writers are killed at random moments, which must stay whole.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { mersenneTwister } from '../../engine/random/mersenneTwister.js';
import { followJournal } from '../../engine/reading/followJournal.js';
import { openStudy } from '../../engine/studies/openStudy.js';
import type { Distribution } from '../../engine/sweep/distributions.js';
import {
  createStudyLine,
  createTrialLine,
  endLine,
  intermediateLine,
} from '../../engine/sweep/journalLines.js';
import { draw } from '../../engine/sweep/randomSampler.js';
import { suggestionsFor } from '../../engine/sweep/sampler.js';
import { tpeSampler } from '../../engine/sweep/tpe.js';
import type { Trial } from '../../engine/sweep/trial.js';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const WRITER = join(import.meta.dirname, '../unit/studies/writeTrials.js');
const PROCESSES = 8;
/** Three operations a trial. */
const TRIALS_PER_PROCESS = 334;
const LONG_JOURNAL_LINES = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'deepliif-study-bench-'));
try {
  suggestion();
  await replay();
  await writing();
  await killing(Number(values.kills));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** 1,000 trials of 10 parameters: 4 logarithmic, 3 whole, 3 categorical. */
function suggestion(): void {
  const space = new Map(
    Array.from({ length: 10 }, (_, i): [string, Distribution] => [
      `p${i}`,
      i < 4
        ? { kind: 'float', low: 1e-5, high: 0.1, log: true, step: null }
        : i < 7
          ? { kind: 'int', low: 1, high: 64, log: false, step: 1 }
          : { kind: 'categorical', choices: ['a', 'b', 'c'] },
    ]),
  );
  const random = mersenneTwister(1);
  const trials = Array.from({ length: 1000 }, (_, number): Trial => ({
    ...{
      number,
      state: 'complete',
      values: [random.uniform()],
      distributions: space,
      intermediate: new Map(),
    },
    params: new Map([...space].map(([name, distribution]) => [name, draw(distribution, random)])),
  }));
  const sampler = tpeSampler(1);
  const times = Array.from({ length: 40 }, () => {
    const from = process.cpuUsage();
    const suggestions = suggestionsFor(sampler, { name: 's', directions: ['minimize'], trials }, 1000);
    for (const [name, distribution] of space) suggestions.suggest(name, distribution);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  }).sort((a, b) => a - b);
  print(
    'suggestion at 1,000 trials × 10 parameters',
    `${times[20]!.toFixed(1)} ms of the processor, median of 40`,
  );
}

async function replay(): Promise<void> {
  const file = join(folder, 'long.log');
  const times = {
    startedAt: '2026-11-30T10:00:00.000000+00:00',
    endedAt: '2026-11-30T10:00:01.000000+00:00',
  };
  const lines = [createStudyLine('long', ['minimize'])];
  for (let id = 0; lines.length < LONG_JOURNAL_LINES; id++)
    lines.push(
      createTrialLine(0, times.startedAt),
      ...Array.from({ length: 8 }, (_, step) => intermediateLine(id, step, 1 / (step + 1))),
      endLine(id, 'complete', [id], times),
    );
  appendFileSync(file, `${lines.map((line) => line('deepliif-bench')).join('\n')}\n`);
  const from = performance.now();
  const follower = followJournal(file);
  await follower.read();
  print(`replay of ${lines.length} lines`, `${((performance.now() - from) / 1000).toFixed(2)} s`);
}

function writer(journal: string, id: string, trials: number) {
  return spawn(process.execPath, [WRITER, journal, `deepliif-${id}`, String(trials)], { stdio: 'inherit' });
}

async function writing(): Promise<void> {
  const journal = join(folder, 'many.log');
  await openStudy({ journal, name: 'sweep', directions: ['minimize'], workerId: 'deepliif-bench' });
  const from = performance.now();
  await Promise.all(
    Array.from({ length: PROCESSES }, (_, i) => ended(writer(journal, String(i), TRIALS_PER_PROCESS))),
  );
  const lines = wholeLines(journal);
  assert.equal(lines, 1 + 3 * PROCESSES * TRIALS_PER_PROCESS);
  print(
    `${PROCESSES} processes`,
    `${lines} whole lines in ${((performance.now() - from) / 1000).toFixed(1)} s`,
  );
}

/** Two writers at a time; one of them is killed at a random moment, and another one begins. */
async function killing(kills: number): Promise<void> {
  const journal = join(folder, 'killed.log');
  const study = await openStudy({
    journal,
    name: 'sweep',
    directions: ['minimize'],
    workerId: 'deepliif-bench',
  });
  const writers = [writer(journal, 'a', 1e6), writer(journal, 'b', 1e6)];
  let complete = new Map<number, number>();
  for (let kill = 0; kill < kills; kill++) {
    await wait(100 + 400 * Math.random());
    const place = kill % writers.length;
    writers[place]!.kill('SIGKILL');
    await ended(writers[place]!);
    writers[place] = writer(journal, `k${kill}`, 1e6);
    await study.refresh();
    const now = new Map(
      study.state.trials.flatMap(({ number, state, values: at }) =>
        state === 'complete' ? [[number, at![0]!] as const] : [],
      ),
    );
    for (const [number, value] of complete) assert.equal(now.get(number), value, `trial ${number} is lost`);
    complete = now;
  }
  for (const one of writers) one.kill('SIGKILL');
  await Promise.all(writers.map(ended));
  await study.enqueue({}); // cuts off a half line
  print(`${kills} kills`, `${wholeLines(journal)} whole lines, ${complete.size} complete trials, none lost`);
}

/** Number of lines. Every one must be JSON. */
function wholeLines(journal: string): number {
  const lines = readFileSync(journal, 'utf8').trimEnd().split('\n');
  for (const line of lines) JSON.parse(line);
  return lines.length;
}

function ended(child: ReturnType<typeof writer>): Promise<void> {
  return new Promise((resolve) =>
    child.exitCode === null && child.signalCode === null ? child.on('exit', () => resolve()) : resolve(),
  );
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(48)}${figure}\n`);
}
