// Importances of the parameters, computed anew in the page's worker some time after trials have ended.

import { useEffect, useRef, useState } from 'preact/hooks';
import { pageWorker } from '../ui/pageWorker.js';
import { importanceRequest, type ImportanceAnswer, type Importances } from './importances.js';
import type { Columns } from './trialColumns.js';

/** Trials that end one after the other are waited for. */
const QUIET_MS = 600;

/** @param wanted objectives whose importances are shown */
export function useImportances(columns: Columns | undefined, wanted: readonly number[]): Importances {
  const [found, setFound] = useState<Importances>(new Map());
  const worker = useRef<Promise<Worker> | undefined>(undefined);
  const next = useRef(0);
  const asked = useRef(new Map<number, number>());
  const isFirst = useRef(true);
  useEffect(
    () => () => {
      void worker.current?.then((started) => started.terminate());
    },
    [],
  );
  const ended = columns?.counts.reduce((sum, one) => sum + one, 0) ?? 0;
  const key = `${ended} ${columns?.parameters.join()} ${wanted.join()}`;
  useEffect(() => {
    if (!columns || wanted.length === 0 || ended < 2) return undefined;
    const timer = setTimeout(
      () => {
        isFirst.current = false;
        worker.current ??= start((answer) => {
          const objective = asked.current.get(answer.request);
          asked.current.delete(answer.request);
          if (objective !== undefined) setFound((last) => new Map(last).set(objective, answer));
        });
        void worker.current.then((started) => {
          for (const objective of wanted) {
            const request = ++next.current;
            asked.current.set(request, objective);
            started.postMessage(importanceRequest(columns, objective, request));
          }
        });
      },
      isFirst.current ? 0 : QUIET_MS,
    );
    return () => clearTimeout(timer);
  }, [key]);
  return found;
}

async function start(receive: (answer: ImportanceAnswer) => void): Promise<Worker> {
  const worker = await pageWorker();
  worker.onmessage = ({ data }: MessageEvent<ImportanceAnswer>) => receive(data);
  return worker;
}
