import assert from 'node:assert/strict';
import { outputOfEvaluation } from '../../../engine/outputs/outputOfEvaluation.js';
import { OUTPUT_MIMES, type EvaluationOutput } from '../../../engine/protocol/outputs.js';

describe('output of an evaluation', () => {
  it('is a table of metrics by name that knows which values are better', () => {
    const bundle = outputOfEvaluation({ a: { dice: 0.8, model: 'tiny' }, b: { dice: NaN, rmse: 3 } });
    const output = bundle[OUTPUT_MIMES.evaluation] as EvaluationOutput;
    assert.deepEqual(output.columns, [
      { name: 'dice', better: 'higher' },
      { name: 'model' },
      { name: 'rmse', better: 'lower' },
    ]);
    assert.deepEqual(output.rows, [
      { name: 'a', values: [0.8, 'tiny', null] },
      { name: 'b', values: [null, null, 3] },
    ]);
    assert.match(bundle['text/plain'] as string, /Evaluation\n\tdice\tmodel\trmse\na\t0\.8\ttiny\t-/);
  });

  it('refuses a table beyond the bound of an output', () => {
    const rows = Object.fromEntries(
      Array.from({ length: 900 }, (_, i) => [`${i}`, { note: 'x'.repeat(200) }]),
    );
    assert.throws(() => outputOfEvaluation(rows), /more than 64000 bytes.*Show fewer rows/);
  });
});
