// Pruners of plug-ins: what they are given, and what becomes of wrong answers.

import assert from 'node:assert/strict';
import { addPruner, type PrunerInput } from '../../../../engine/plugins/kinds/pruners.js';
import { pruners } from '../../../../engine/studies/pruners.js';
import { contribution } from './contribution.js';
import { study, told } from './oneTrial.js';

describe('a pruner of a plug-in', () => {
  let takeOut: () => void = () => undefined;
  afterEach(() => takeOut());
  const decided = (shouldPrune: (input: PrunerInput) => unknown) => {
    takeOut = addPruner(contribution('pruners', { id: 'own', title: 'Own' }, { shouldPrune }));
    return pruners.named('own').open({})(study, study.trials[0]!);
  };

  it('decides by the trial and those before it', async () => {
    const { prune } = await decided(({ trial, study: { trials } }) => {
      assert.deepEqual(trial, told);
      return trials.length === 1;
    });
    assert.equal(prune, true);
  });

  it('that answers with anything but true or false is named', () =>
    assert.rejects(
      async () => decided(() => 'yes'),
      /pruner "Own" of the plug-in Example .* answer of shouldPrune: true or false expected/,
    ));
});
