// The functions that answer requests, as a type: one for each request of the protocol.

import type { Control } from '../protocol/progress.js';
import type { Method, Params, Result } from '../protocol/requests.js';

/** A handler checks `signal` between steps, reports its progress to `report`, and throws EngineError. */
export type EngineHandlers = {
  readonly [M in Method]: (params: Params<M>, control: Required<Control>) => Promise<Result<M>>;
};
