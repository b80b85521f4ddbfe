// Worker of a sweep's page: importances of many trials take seconds, in which the page stays fluid.

import { computeImportances, type ImportanceAnswer, type ImportanceRequest } from './importances.js';

/** Part of a dedicated worker's global scope that is used; the page's library only has the window's. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ImportanceRequest>) => void) | null;
  postMessage(answer: ImportanceAnswer): void;
}
const scope = self as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  try {
    scope.postMessage(computeImportances(data));
  } catch (thrown) {
    const failed = thrown instanceof Error ? thrown.message : String(thrown);
    scope.postMessage({ request: data.request, shares: [], sampled: 0, trials: data.values.length, failed });
  }
};
