import assert from 'node:assert/strict';
import { parametersOfSweep, trialMessages, trialRow } from '../../../../extension/sweeps/trialRows.js';
import {
  createStudyLine,
  createTrialLine,
  endLine,
  intermediateLine,
  paramLine,
  trialSystemAttrLine,
  trialUserAttrLine,
  waitingTrialLine,
} from '../../../../engine/sweep/journalLines.js';
import { readJournal } from '../../../../engine/sweep/studyState.js';

const AT = '2026-11-30T06:00:00.000000+00:00';
const NET = { kind: 'categorical', choices: ['unet', 'resnet'] } as const;
const DEPTH = { kind: 'int', low: 1, high: 8, log: false, step: 1 } as const;

function study() {
  const journal = readJournal();
  const lines = [
    createStudyLine('s', ['minimize']),
    createTrialLine(0, AT),
    paramLine(0, 'net', NET, 1),
    intermediateLine(0, 2, NaN),
    intermediateLine(0, 1, 0.5),
    trialUserAttrLine(0, { run: 'runs/trial-0' }),
    endLine(0, 'complete', [NaN], { startedAt: AT, endedAt: AT }),
    waitingTrialLine(0, { net: 'unet', odd: [1] }, { failed_trial: 0, retry_history: [0] }),
    createTrialLine(0, AT),
    paramLine(2, 'depth', DEPTH, 3),
    trialUserAttrLine(2, { run: '../../etc' }),
    trialSystemAttrLine(2, { constraints: [-1, 0.5] }),
  ];
  for (const line of lines) journal.push(line('w'));
  return journal.studies.get(0)!;
}

describe('rows of trials', () => {
  const { trials } = study();
  const leases = new Map([[2, { worker: 'w', host: 'gpu-1', pid: 4, heartbeatMs: 99 }]]);
  const [complete, waiting, running] = trials.map((trial) => trialRow('/sweep', trial, leases));

  it('name categories, put reports in order, and have null for NaN', () => {
    assert.deepEqual(complete!.params, { net: 'resnet' });
    assert.deepEqual(complete!.reports, [
      [1, 0.5],
      [2, null],
    ]);
    assert.deepEqual(complete!.values, [null]);
    assert.equal(complete!.run, '/sweep/runs/trial-0');
  });

  it('have an even part of a long curve, and say so', () => {
    const intermediate = new Map(Array.from({ length: 1000 }, (_, step) => [step, 0.5]));
    const { reports, thinned } = trialRow('/sweep', { ...trials[0]!, intermediate }, leases);
    assert.deepEqual([reports.length, reports.at(-1)![0], thinned], [201, 999, true]);
    assert.equal(complete!.thinned, undefined);
  });

  it('show what was chosen for a waiting trial, and which one it tries again', () => {
    assert.deepEqual(waiting!.params, { net: 'unet' });
    assert.equal(waiting!.retryOf, 0);
  });

  it('have host and heartbeat of a running trial, its violation, and no run outside of the sweep', () => {
    const { host, heartbeatMs, violation, run } = running!;
    assert.deepEqual(
      { host, heartbeatMs, violation, run },
      { host: 'gpu-1', heartbeatMs: 99, violation: 0.5, run: undefined },
    );
  });

  it('come with one message that empties the page, also for a sweep without trials', () => {
    const [message] = trialMessages('/sweep', { changed: [], isAnew: true, leases });
    assert.deepEqual(message, { type: 'trials', id: '/sweep', all: true, rows: [] });
    assert.deepEqual(trialMessages('/sweep', { changed: [], isAnew: false, leases }), []);
  });

  it('have parameters that reach from the configuration to what earlier spaces allowed', () => {
    const record = {
      ...{ name: 's', objectives: [] },
      space: { depth: { low: 2, high: 4 }, rate: { low: 1e-5, high: 1e-2, log: true } },
    };
    assert.deepEqual(parametersOfSweep({ record, study: study() }), [
      { name: 'depth', low: 1, high: 8, log: false, step: 1 },
      { name: 'rate', low: 1e-5, high: 1e-2, log: true },
      { name: 'net', choices: ['unet', 'resnet'] },
    ]);
  });
});
