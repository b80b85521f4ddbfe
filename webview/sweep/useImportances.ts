// Importances of the parameters, computed anew in the page's worker some time after trials have ended.

import { useEffect, useRef, useState } from 'preact/hooks';
import { pageWorker } from '../ui/pageWorker.js';
import { importanceRequest, type ImportanceAnswer, type Importances } from './importances.js';
import { countOf } from './plots/lacks.js';
import type { Columns } from './trialColumns.js';

/** Trials that end one after the other are waited for. */
const QUIET_MS = 600;

/**
 * @param wanted objectives whose importances are shown
 * @param study the study that the trials belong to
 * @param spaces its objectives and parameters, as text
 */
export function useImportances(
  columns: Columns | undefined,
  wanted: readonly number[],
  study: string,
  spaces: string,
): Importances {
  const [found, setFound] = useState<Importances>(new Map());
  const worker = useRef<Promise<Worker> | undefined>(undefined);
  const next = useRef(0);
  const asked = useRef(new Map<number, number>());
  const isFirst = useRef(true);
  const latest = useRef(columns);
  latest.current = columns;
  useEffect(
    () => () => {
      void worker.current?.then(
        (started) => started.terminate(),
        () => undefined,
      );
    },
    [],
  );
  // Answers about another study are of no use, whether they have come or not.
  useEffect(() => {
    asked.current.clear();
    setFound(new Map());
  }, [study]);

  const receive = (answer: ImportanceAnswer) => {
    const objective = asked.current.get(answer.request);
    asked.current.delete(answer.request);
    if (objective !== undefined) setFound((last) => new Map(last).set(objective, answer));
  };
  /** Shows why there are no importances. The next request starts another worker. */
  const fail = (failed: string) => {
    void worker.current?.then(
      (started) => started.terminate(),
      () => undefined,
    );
    worker.current = undefined;
    for (const request of [...asked.current.keys()])
      receive({ request, shares: [], sampled: 0, trials: 0, failed });
  };
  const ask = async () => {
    const requests = wanted.map((objective) => [++next.current, objective] as const);
    for (const [request, objective] of requests) asked.current.set(request, objective);
    try {
      worker.current ??= start(receive, fail);
      const started = await worker.current;
      for (const [request, objective] of requests)
        if (latest.current && asked.current.has(request))
          started.postMessage(importanceRequest(latest.current, objective, request));
    } catch (thrown) {
      fail(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };

  const ended = columns ? countOf(columns) : 0;
  const key = `${study} ${spaces} ${ended} ${columns?.parameters.join()} ${wanted.join()}`;
  useEffect(() => {
    if (!columns || wanted.length === 0 || ended < 2) return undefined;
    const timer = setTimeout(
      () => {
        isFirst.current = false;
        void ask();
      },
      isFirst.current ? 0 : QUIET_MS,
    );
    return () => clearTimeout(timer);
  }, [key]);
  return found;
}

async function start(
  receive: (answer: ImportanceAnswer) => void,
  fail: (why: string) => void,
): Promise<Worker> {
  const worker = await pageWorker();
  worker.onmessage = ({ data }: MessageEvent<ImportanceAnswer>) => receive(data);
  worker.onerror = ({ message }) => fail(message);
  return worker;
}
