import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distributionText, parseDistribution } from '../../../engine/sweep/distributionText.js';
import { paramLine, relativeParamAttrs, trialSystemAttrLine } from '../../../engine/sweep/journalLines.js';
import { readJournal } from '../../../engine/sweep/studyState.js';
import { optunaFixtures } from './optunaFixtures.js';

const lines = readFileSync(join(optunaFixtures, 'journal_sample.log'), 'utf8').trimEnd().split('\n');

function studyOf(some: readonly string[]) {
  const journal = readJournal();
  for (const line of some) journal.push(line);
  return { journal, study: journal.studies.get(0)! };
}

describe('a journal of Optuna', () => {
  const { journal, study } = studyOf(lines);

  it('tells the study, its trials and their states', () => {
    assert.deepEqual(journal.problems, []);
    assert.deepEqual(
      [study.name, study.directions, study.userAttrs],
      ['deepliif-sweep', ['minimize'], { git: 'abc' }],
    );
    const counts = new Map<string, number>();
    for (const { state } of study.trials) counts.set(state, (counts.get(state) ?? 0) + 1);
    assert.equal(study.trials.length, 15);
    assert.equal(counts.get('waiting'), 1);
    assert.deepEqual(study.trials[13]!.systemAttrs, { fixed_params: { lr: 0.001, ngf: 32, norm: 'batch' } });
  });

  it('tells constraints, what a trial tries, and intermediate values', () => {
    const trial = study.trials[12]!;
    assert.deepEqual([...trial.constraints!], [['constraints:vram', -1]]);
    assert.deepEqual(trial.relativeParams, { lr: 2.3154533679190828e-5, ngf: 48, norm: 'instance' });
    assert.deepEqual([...trial.intermediate.keys()], [0, 1]);
  });

  it('gets the same lines from us, letter by letter', () => {
    const recorded = lines.filter((line) => line.includes('"op_code":5')).slice(0, 3);
    const trial = study.trials[0]!;
    const worker = (JSON.parse(recorded[0]!) as { worker_id: string }).worker_id;
    const ours = [...trial.params].map(([name, value]) =>
      paramLine(0, name, trial.distributions.get(name)!, value)(worker),
    );
    assert.deepEqual(ours, recorded);
    const decided = lines.find(
      (line) => line.includes('tpe:relative_params') && line.includes('"trial_id":12,'),
    )!;
    const attrs = relativeParamAttrs({ lr: 2.3154533679190828e-5, ngf: 48, norm: 'instance' });
    assert.equal(trialSystemAttrLine(12, attrs)(worker), decided);
  });

  it('names broken lines and goes on', () => {
    const broken = studyOf([lines[0]!, '{"op_code":', '{"op_code":77}', '[]', ...lines.slice(1)]);
    assert.deepEqual(
      broken.journal.problems.map(({ line }) => line),
      [2, 3, 4],
    );
    assert.equal(broken.study.trials.length, 15);
  });

  it('does not change trials that have ended', () => {
    const late = lines
      .find((line) => line.includes('"op_code":6'))!
      .replace(/"values":\[[^\]]*\]/, '"values":[-5]');
    const { study: after } = studyOf([...lines, late]);
    assert.deepEqual(after.trials[0]!.values, study.trials[0]!.values);
  });
});

describe('a distribution as text', () => {
  it('is read and written', () => {
    const text =
      '{"name": "FloatDistribution", "attributes": {"step": null, "low": 1e-05, "high": 0.01, "log": true}}';
    assert.equal(distributionText(parseDistribution(text)!), text);
  });

  it('of old releases is read', () =>
    assert.deepEqual(
      parseDistribution('{"name": "LogUniformDistribution", "attributes": {"low": 0.1, "high": 1}}'),
      { kind: 'float', low: 0.1, high: 1, log: true, step: null },
    ));

  for (const attributes of [
    '{"low": 2, "high": 1}',
    '{"low": 0, "high": 1, "log": true}',
    '{"low": "a", "high": 1}',
  ])
    it(`is refused: ${attributes}`, () =>
      assert.equal(
        parseDistribution(`{"name": "FloatDistribution", "attributes": ${attributes}}`),
        undefined,
      ));
});
