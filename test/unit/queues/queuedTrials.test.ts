import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundJob, JobQueue } from '../../../engine/queues/jobQueue.js';
import { queuedTrials } from '../../../engine/queues/queuedTrials.js';
import { PROTOCOL, trialMessage } from '../../../engine/queues/trialMessage.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { openStudy, type OpenStudy } from '../../../engine/studies/openStudy.js';
import { endOfRun } from '../../../engine/studies/trialSteering.js';
import type { StoredTrial } from '../../../engine/sweep/studyState.js';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const time = '2026-11-30T10:00:00.000Z';
const started = {
  ...{ type: 'started', time, step: 0, backend: 'wasm', host: 'gpu7', pid: 1, epochs: 2, stepsPerEpoch: 1 },
  ...{ losses: [], metrics: [], images: [] },
};
const validation = { type: 'validation', time, step: 1, epoch: 1, metrics: { 'val/segmentation/l1': 0.25 } };
const ended = { type: 'ended', time, step: 1, why: 'done' };

/** Queue in memory, as the server would have it. */
function queueInMemory() {
  const jobs = new Map<string, { message: object; news: unknown; end?: FoundJob['end'] }>();
  let isSilent = false;
  const server = <T>(answer: () => T): Promise<T> =>
    isSilent ? Promise.reject(new Error('Connection is closed.')) : Promise.resolve(answer());
  const queue: JobQueue = {
    add: (id, message) => server(() => void (jobs.has(id) || jobs.set(id, { message, news: undefined }))),
    find: (id) => server(() => jobs.get(id) as FoundJob | undefined),
    change: (id, message) => server(() => (jobs.has(id) ? (jobs.get(id)!.message = message) && true : false)),
    remove: (id) => server(() => jobs.delete(id) || true),
    places: () => server(() => 1),
    close: () => Promise.resolve(),
  };
  return { queue, jobs, silence: (silent: boolean) => (isSilent = silent) };
}

describe('a trial in a queue', () => {
  let folder: string;
  let study: OpenStudy;
  let trial: StoredTrial;
  let server: ReturnType<typeof queueInMemory>;
  const options = { data: '/lab/data', lrG: 0.001 };
  const config = sweepConfig({ name: 'nets', space: { lrG: { low: 1e-4, high: 1 } } }, 's.json', '/');
  let ending: AbortController;
  const follow = () => {
    const place = { folder, study, signal: ending.signal };
    return queuedTrials(server.queue, { folder: 'nets', id: ID }, config).follow(trial, options, place);
  };
  const job = () => server.jobs.get(`${ID}-0`)!;
  const news = (...events: readonly object[]) => ({
    protocol: PROTOCOL,
    host: 'gpu7',
    run: 'r-trial-0',
    events,
  });
  const attrs = () => study.state.trials[0]!.userAttrs;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deepliif-queue-'));
    const journal = join(folder, 'journal.log');
    study = await openStudy({ journal, name: 'nets', directions: ['minimize'], workerId: 'deepliif-a' });
    trial = await study.ask();
    server = queueInMemory();
    ending = new AbortController();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is a message without paths, which the study names before it is sent', async () => {
    await follow();
    const message = trialMessage(job().message);
    assert.deepEqual([message.options, message.paths], [{ lrG: 0.001 }, ['data']]);
    assert.equal(attrs().job, `${ID}-0`);
  });

  it('has the state of the run that its worker tells, and its place', async () => {
    const run = await follow();
    assert.deepEqual([(await run.read()).state.phase, (await run.read()).isAlive], ['new', true]);
    job().news = news(started, validation);
    const { state } = await run.read();
    assert.equal(state.validations.columns.get('val/segmentation/l1')![0], 0.25);
    assert.deepEqual([attrs().host, attrs().runName, attrs().run], ['gpu7', 'r-trial-0', undefined]);
    job().end = { news: news(started, validation, ended) };
    const last = await run.read();
    assert.deepEqual([last.state.phase, last.state.ended?.why, last.isAlive], ['ended', 'done', false]);
    await run.forget();
    assert.equal(server.jobs.size, 0);
  });

  it('names its run’s folder if the sweep sees it', async () => {
    mkdirSync(join(folder, 'runs', 'r-trial-0'), { recursive: true });
    writeFileSync(join(folder, 'runs', 'r-trial-0', 'run.json'), '{}');
    const run = await follow();
    job().news = news(started);
    await run.read();
    assert.equal(attrs().run, 'runs/r-trial-0');
  });

  it('waits while the server is silent, and is added again if the server has lost it', async () => {
    const run = await follow();
    server.silence(true);
    assert.equal((await run.read()).isAlive, true);
    server.silence(false);
    server.jobs.clear();
    assert.equal((await run.read()).isAlive, true);
    assert.ok(server.jobs.has(`${ID}-0`));
  });

  it('is told to stop once a silent server answers again, or no more once the sweep’s process is to end', async () => {
    const run = await follow();
    job().news = news(started);
    await run.read();
    server.silence(true);
    const told = run.send({ command: 'stop' });
    server.silence(false);
    await told;
    assert.equal(trialMessage(job().message).wanted, 'stop');
    server.silence(true);
    ending.abort();
    await assert.rejects(run.send({ command: 'stop' }), /Cancelled/);
    await assert.rejects(endOfRun(run, ending.signal), /Cancelled/);
    await run.forget();
  });

  it('is told to pause and to stop; one that no worker has is taken back', async () => {
    const run = await follow();
    job().news = news(started);
    await run.read();
    await run.send({ command: 'pause' });
    assert.equal(trialMessage(job().message).wanted, 'pause');
    await run.send({ command: 'stop' });
    assert.equal(trialMessage(job().message).wanted, 'stop');
    server.jobs.clear();
    const waiting = await follow();
    await waiting.send({ command: 'stop' });
    assert.equal(server.jobs.size, 0);
    assert.equal((await waiting.read()).state.ended?.why, 'stopped');
  });

  it('fails with the reason if no worker could begin it, or if the worker tells nonsense', async () => {
    const run = await follow();
    job().end = { failure: 'there is no folder train' };
    assert.equal((await run.read()).state.ended?.message, 'there is no folder train');
    job().end = { news: news({ type: 'ended', time, step: 1, why: 'won' }) };
    const { state, isAlive } = await run.read();
    assert.deepEqual([state.ended?.why, isAlive], ['failed', false]);
  });

  it('is refused if the space holds a path, which differs from machine to machine', () => {
    const space = { modelDirTeacher: { choices: ['/a', '/b'] } };
    const sweep = { folder: 'nets', id: ID };
    assert.throws(
      () => queuedTrials(server.queue, sweep, sweepConfig({ name: 'n', space }, 's.json', '/')),
      /modelDirTeacher is a path/,
    );
  });
});
