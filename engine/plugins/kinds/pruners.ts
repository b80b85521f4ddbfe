// Pruners of plug-ins: after each report of a trial they decide whether it goes on.
//
// A module exports `pruners[id].shouldPrune(input)`, with `input` a PrunerInput. It returns true to end the trial, false to let it go
// on. A pruner that fails prunes nothing: the trial goes on, and the log of the sweep names the plug-in.

import { pruners, type PrunerRow } from '../../studies/pruners.js';
import { KEEP, PRUNE } from '../../sweep/pruner.js';
import { truth } from '../../protocol/shape.js';
import { checkedAnswer, nameOf, type ContributedCode } from './contributed.js';
import { studyData, trialData, type StudyData, type TrialData } from './trialData.js';

const TIMEOUT_MS = 60_000;

export interface PrunerInput {
  readonly study: StudyData;
  /** Trial that has just reported; the last of its `reports` is the new one. */
  readonly trial: TrialData;
}

/** Adds a pruner of a plug-in to the table; returns a function that takes it out again. */
export function addPruner(from: ContributedCode<'pruners'>): () => void {
  return pruners.add(prunerRow(from));
}

function prunerRow(from: ContributedCode<'pruners'>): PrunerRow {
  const { id, title } = from.contribution;
  return {
    ...{ id, title, plugin: nameOf(from.plugin) },
    open: () => async (study, trial) => {
      const input: PrunerInput = { study: studyData(study), trial: trialData(trial) };
      const answer = await from.code.call('pruners', id, 'shouldPrune', [input], { timeoutMs: TIMEOUT_MS });
      return checkedAnswer('pruners', from, 'shouldPrune', truth, answer) ? PRUNE : KEEP;
    },
  };
}
