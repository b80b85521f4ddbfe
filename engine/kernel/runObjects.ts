// Training runs as objects of a notebook.

import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { followRun } from '../reading/followRun.js';
import { readListedRun, type ListedRun } from '../reading/listRuns.js';
import { readWholeRun } from '../reading/readRun.js';
import { sendCommand } from '../runs/sendCommand.js';
import { ENDED_STATUSES, plannedSteps } from '../runlog/runState.js';
import type { RunTable } from '../runlog/runTable.js';
import { waitFor } from './execution.js';
import type { CurvePoint, Run } from './notebookApi.js';

const LOOK_EVERY_MS = 500;

/** @throws EngineError `usage` if there is no run */
export async function readRunObject(folder: string): Promise<Run> {
  const place = resolve(folder);
  return runObject((await readListedRun(place)) ?? (await readWholeRun(place)));
}

export function runObject({ folder, name, status, state, kind }: ListedRun): Run {
  return {
    name: name || basename(folder),
    folder,
    status,
    step: state.step,
    steps: plannedSteps(state),
    epoch: state.epoch,
    curves: async () => {
      const follower = followRun(folder, kind);
      await follower.read();
      const { steps, validations } = follower.log.state;
      return { ...curvesOf(steps), ...curvesOf(validations) };
    },
    changes: () => changesOf(folder),
    end: () => untilOver(folder),
    stop: async () => {
      await sendCommand(folder, { command: 'stop' });
      return untilOver(folder);
    },
    mimeBundle: async () => {
      const { outputOfRun } = await import('../outputs/outputOfRun.js');
      return outputOfRun(folder);
    },
  } satisfies Run;
}

function curvesOf({ step, count, columns }: RunTable): Record<string, readonly CurvePoint[]> {
  return Object.fromEntries(
    [...columns].map(([name, values]) => [
      name,
      Array.from({ length: count }, (_, row) => ({ step: step[row]!, value: values[row]! })),
    ]),
  );
}

async function* changesOf(folder: string): AsyncGenerator<Run> {
  let known: ListedRun | undefined;
  for (;;) {
    const listed = (await readListedRun(folder, known)) ?? (await readWholeRun(folder));
    const isNew = listed.version !== known?.version || listed.status !== known.status;
    known = listed;
    if (isNew) yield runObject(listed);
    if (isOver(listed)) return;
    await waitFor(sleep(LOOK_EVERY_MS));
  }
}

async function untilOver(folder: string): Promise<Run> {
  let last: Run | undefined;
  for await (const run of changesOf(folder)) last = run;
  return last!;
}

export function isOver({ status }: Pick<Run, 'status'>): boolean {
  return ENDED_STATUSES.has(status);
}
