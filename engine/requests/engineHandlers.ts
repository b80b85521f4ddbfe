// The functions that answer requests, as a type: one for each request of the protocol.

import type { Control } from '../protocol/progress.js';
import type { Method, Params, Result } from '../protocol/requests.js';

/** A handler looks at `signal` between steps, tells `report` how far it is, and throws EngineError. */
export type EngineHandlers = {
  readonly [M in Method]: (params: Params<M>, control: Required<Control>) => Promise<Result<M>>;
};
