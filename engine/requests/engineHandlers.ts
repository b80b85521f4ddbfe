// Functions that answer requests, as a type: one for each request of a table.

import type { EngineRequests } from '../protocol/requests.js';
import type { CancelSignal, Progress } from '../protocol/progress.js';
import type { ParamsOf, RequestTable, ResultOf } from '../protocol/requestTable.js';

/** A handler checks `signal` between steps, reports its progress to `report`, and throws EngineError. */
export type Handlers<T extends RequestTable<T>, Report = Progress> = {
  readonly [M in keyof T]: (
    params: ParamsOf<T, M>,
    control: { readonly signal: CancelSignal; readonly report: (report: Report) => void },
  ) => Promise<ResultOf<T, M>>;
};

/** Handlers of the engine's process. */
export type EngineHandlers = Handlers<EngineRequests>;
