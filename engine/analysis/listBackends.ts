// Lists what computes on this machine: every backend is opened, and put to the test with the bundled model and
// the images that came with it.

import type { Backend, BackendId } from '../backends/backend.js';
import { backendIds, backendNamed, openBackend } from '../backends/openBackend.js';
import { plan } from '../deepliif/plan.js';
import { throwIfCancelled } from '../control/cancel.js';
import { loadModel } from '../inference/loadedModel.js';
import type { BackendTest, ListedBackend } from '../protocol/backends.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { DEFAULT_MODEL, openModelFolder } from './openAnalyser.js';
import { testModel } from './testModel.js';

export interface ListOptions {
  readonly selfTest: boolean;
  readonly only?: BackendId | undefined;
  /** Also tests backends that may take minutes; without `slowTest` in this process, for as long as it takes. */
  readonly slowTests?: boolean;
  /** Tests such a backend elsewhere; undefined: it is too slow to time. */
  readonly slowTest?: (id: BackendId, control: Control) => Promise<BackendTest | undefined>;
  /** Also times full-size networks, on backends for which that takes seconds. */
  readonly fullSize?: boolean;
}

/** A backend that is slower with the small test model would take many minutes for a full-size one. */
const SLOWEST_TEST_SECONDS = 8;

/** One entry per backend, in the order of their table. A backend that breaks is an entry, not an exception. */
export async function listBackends(
  { selfTest, only, slowTests = false, slowTest, fullSize = false }: ListOptions,
  control: Control = {},
): Promise<readonly ListedBackend[]> {
  const ids = only === undefined ? backendIds() : [backendNamed(only).id];
  const listed: ListedBackend[] = [];
  for (const [done, id] of ids.entries()) {
    throwIfCancelled(control);
    control.report?.({ stage: 'backends', done, total: ids.length });
    const isSlow = backendNamed(id).testsOnRequest === true;
    const isTested = selfTest && (slowTests || !isSlow);
    const isElsewhere = isTested && isSlow && slowTest !== undefined;
    const options = {
      selfTest: isTested && !isElsewhere,
      isLeftOut: selfTest && !isTested,
      fullSize,
    };
    const entry = await list(id, options, control);
    listed.push(isElsewhere ? await withSlowTest(entry, slowTest, control) : entry);
  }
  return listed;
}

async function withSlowTest(
  entry: ListedBackend,
  slowTest: NonNullable<ListOptions['slowTest']>,
  control: Control,
): Promise<ListedBackend> {
  if (!entry.available) return entry;
  const test = await slowTest(entry.id, control);
  if (test) return { ...entry, test };
  return { ...entry, notices: [...entry.notices, 'Too slow to time: its self-test was stopped.'] };
}

async function list(
  id: BackendId,
  {
    selfTest,
    isLeftOut,
    fullSize,
  }: { readonly selfTest: boolean; readonly isLeftOut: boolean; readonly fullSize: boolean },
  control: Control,
): Promise<ListedBackend> {
  const notices: string[] = isLeftOut
    ? [`Not tested: it takes minutes for a tile. "deepliif backends --only ${id}" tests it.`]
    : [];
  const notice = (message: string) => void notices.push(message);
  try {
    const backend = await openBackend(id, { notice });
    try {
      const { description, precisions } = backend;
      const tested = selfTest ? await selfTestOf(backend, control) : undefined;
      const test = tested && fullSize ? await withFullSize(tested, backend, control) : tested;
      return { id, available: true, description, precisions, notices, ...(test ? { test } : {}) };
    } finally {
      await backend.dispose();
    }
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'backend-unavailable') throw error;
    return { id, available: false, reason: error.message };
  }
}

/** A machine may lack the memory for full-size networks; the backend still works for smaller ones. */
async function withFullSize(test: BackendTest, backend: Backend, control: Control): Promise<BackendTest> {
  if (!test.pass || test.secondsPerTile > SLOWEST_TEST_SECONDS) return test;
  const { secondsPerFullTile } = await import('./timeFullSize.js');
  try {
    return { ...test, secondsPerFullTile: await secondsPerFullTile(backend, quiet(control)) };
  } catch (error) {
    if (error instanceof EngineError && error.code === 'cancelled') throw error;
    return { ...test, fullSizeError: asError(error).message };
  }
}

/** Runs the bundled model's test tile and compares it with the images that came with the model. */
export async function selfTestOf(
  backend: Parameters<typeof loadModel>[2],
  control: Control = {},
): Promise<BackendTest> {
  const folder = await openModelFolder(DEFAULT_MODEL);
  const steps = plan(folder.manifest, { scope: 'all', intermediateMaps: false });
  try {
    const model = await loadModel(folder, steps, backend, { precision: 'float32' }, quiet(control));
    try {
      if (backendNamed(backend.id).warmsUp) await testModel(folder, model, quiet(control));
      const started = performance.now();
      const comparisons = await testModel(folder, model, quiet(control));
      return {
        pass: comparisons.every((comparison) => comparison.pass),
        largestDifferenceLevels: Math.max(...comparisons.map((one) => one.largestDifferenceLevels)),
        equalShare: Math.min(...comparisons.map((one) => one.equalShare)),
        secondsPerTile: Math.round(performance.now() - started) / 1000,
      };
    } finally {
      await model.dispose();
    }
  } catch (error) {
    if (error instanceof EngineError && error.code === 'cancelled') throw error;
    const nothing = { largestDifferenceLevels: 255, equalShare: 0, secondsPerTile: 0 };
    return { pass: false, ...nothing, error: asError(error).message };
  }
}

/** The listing has a progress of its own. */
function quiet({ signal }: Control): Control {
  return signal ? { signal } : {};
}
