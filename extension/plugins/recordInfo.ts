// Results and runs as the API tells of them.

import * as vscode from 'vscode';
import type { ListedResult } from '../../engine/reading/listResults.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { lastValue } from '../../engine/runlog/mergedRows.js';
import type { ResultInfo, RunInfo } from '../api/index.js';

export function resultInfo({ folder, name, madeAtMs, scoring, problem }: ListedResult): ResultInfo {
  return {
    ...{ folder: vscode.Uri.file(folder), name, madeAtMs, scoring },
    ...(problem === undefined ? {} : { problem }),
  };
}

export function runInfo({ folder, name, status, state }: ListedRun): RunInfo {
  const names = state.started?.losses ?? [];
  const losses = names.flatMap((loss) => {
    const value = lastValue(state.steps, loss);
    return value === undefined ? [] : [[loss, value] as const];
  });
  return {
    ...{ folder: vscode.Uri.file(folder), name, status },
    ...{ step: state.step, epoch: state.epoch, losses: Object.fromEntries(losses) },
  };
}
