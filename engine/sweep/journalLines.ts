// Lines of an Optuna journal, one per operation, in the order of fields in which Optuna writes them.

import type { Distribution } from './distributions.js';
import { distributionText } from './distributionText.js';
import { PythonFloat, pythonJson } from './pythonJson.js';
import { OPERATIONS, STATES, type Attributes } from './studyState.js';
import type { Direction, TrialState } from './trial.js';

export type Line = (workerId: string) => string;

const line =
  (operation: keyof typeof OPERATIONS, fields: Attributes): Line =>
  (workerId) =>
    pythonJson({ op_code: OPERATIONS[operation], worker_id: workerId, ...fields });

export function createStudyLine(name: string, directions: readonly Direction[]): Line {
  return line('createStudy', {
    study_name: name,
    directions: directions.map((direction) => (direction === 'maximize' ? 2 : 1)),
  });
}

export function studyUserAttrLine(studyId: number, attrs: Attributes): Line {
  return line('setStudyUserAttr', { study_id: studyId, user_attr: attrs });
}

export function studySystemAttrLine(studyId: number, attrs: Attributes): Line {
  return line('setStudySystemAttr', { study_id: studyId, system_attr: attrs });
}

/** A running trial. @param startedAt ISO 8601 with microseconds */
export function createTrialLine(studyId: number, startedAt: string): Line {
  return line('createTrial', { study_id: studyId, datetime_start: startedAt });
}

/** A trial that waits for a worker. @param fixed external values by parameter */
export function waitingTrialLine(studyId: number, fixed: Attributes, systemAttrs: Attributes = {}): Line {
  return line('createTrial', {
    // No "value": readers of Optuna's dashboard would show a value of null.
    ...{ study_id: studyId, datetime_start: null, state: STATES.indexOf('waiting') },
    ...{ distributions: {}, params: {}, user_attrs: {} },
    system_attrs: { fixed_params: fixed, ...systemAttrs },
    intermediate_values: {},
  });
}

/** A trial that another storage has, as it was before it ended: reports and its end follow in lines of their own. */
export function storedTrialLine(
  studyId: number,
  trial: {
    readonly state: 'running' | 'waiting';
    readonly startedAt: string | undefined;
    /** Texts of distributions, and internal values, by parameter. */
    readonly distributions: Attributes;
    readonly params: Attributes;
    readonly userAttrs: Attributes;
    readonly systemAttrs: Attributes;
  },
): Line {
  return line('createTrial', {
    ...{ study_id: studyId, datetime_start: trial.startedAt ?? null, state: STATES.indexOf(trial.state) },
    ...{ distributions: trial.distributions, params: trial.params },
    ...{ user_attrs: trial.userAttrs, system_attrs: trial.systemAttrs },
  });
}

export function paramLine(trialId: number, name: string, distribution: Distribution, internal: number): Line {
  return line('setParam', {
    trial_id: trialId,
    param_name: name,
    param_value_internal: distribution.kind === 'categorical' ? internal : new PythonFloat(internal),
    distribution: distributionText(distribution),
  });
}

export function runningLine(trialId: number, startedAt: string): Line {
  return line('setState', {
    trial_id: trialId,
    state: STATES.indexOf('running'),
    values: null,
    datetime_start: startedAt,
  });
}

/** The end of a trial. It repeats the start, which readers of Optuna's dashboard otherwise lose. */
export function endLine(
  trialId: number,
  state: Exclude<TrialState, 'running' | 'waiting'>,
  values: readonly number[] | undefined,
  times: { readonly startedAt: string | undefined; readonly endedAt: string },
): Line {
  return line('setState', {
    trial_id: trialId,
    state: STATES.indexOf(state),
    values: values?.map((value) => new PythonFloat(value)) ?? null,
    datetime_start: times.startedAt,
    datetime_complete: times.endedAt,
  });
}

export function intermediateLine(trialId: number, step: number, value: number): Line {
  return line('setIntermediate', { trial_id: trialId, step, intermediate_value: new PythonFloat(value) });
}

export function trialUserAttrLine(trialId: number, attrs: Attributes): Line {
  return line('setTrialUserAttr', { trial_id: trialId, user_attr: attrs });
}

export function trialSystemAttrLine(trialId: number, attrs: Attributes): Line {
  return line('setTrialSystemAttr', { trial_id: trialId, system_attr: attrs });
}

/** Text in pieces, as Optuna stores what its databases would not take at once. */
const LONGEST_PIECE_LETTERS = 2045;

/** System attributes that tell other workers what a running trial is going to try. @param params external values */
export function relativeParamAttrs(params: Attributes): Attributes {
  const text = pythonJson(params, true);
  const pieces: Record<string, string> = {};
  for (let i = 0; i * LONGEST_PIECE_LETTERS < text.length; i++)
    pieces[`tpe:relative_params:${i}`] = text.slice(
      i * LONGEST_PIECE_LETTERS,
      (i + 1) * LONGEST_PIECE_LETTERS,
    );
  return pieces;
}
