// Page of a batch: what became of the images, their totals, and the table. While images are being analysed, a line says
// how far it is.

import { useMemo, useState } from 'preact/hooks';
import type { BatchDown, BatchPageState, BatchProgress, BatchUp } from '../messages/batch.js';
import { Button } from '../ui/Controls.js';
import { demoNote } from '../ui/demoNote.js';
import { useMessages, type Host } from '../ui/host.js';
import { t } from '../ui/l10n.js';
import { useSaved, useView } from '../ui/savedView.js';
import { Toolbar } from '../ui/Toolbar.js';
import { BatchTable } from './BatchTable.js';
import { batchRows, countsOf, totalsOf, type Counts, type Totals } from './batchRows.js';
import { readBatchView, type SavedBatch } from './batchView.js';

export function BatchApp({ host }: { readonly host: Host<BatchDown, BatchUp> }) {
  const [state, setState] = useState<BatchPageState>();
  const [running, setRunning] = useState<BatchProgress>();
  const [view, onView] = useView(() => readBatchView(host.saved));
  useMessages(host, (message: BatchDown) => {
    if (message.type === 'show') setState(message.state);
    setRunning(message.type === 'show' ? message.state.running : message.running);
  });
  useSaved(
    host,
    useMemo<SavedBatch | undefined>(() => state && { ...view, batches: [state.file] }, [view, state?.file]),
  );
  const images = state?.images ?? [];
  const rows = useMemo(() => batchRows(images), [images]);
  const totals = useMemo(() => totalsOf(rows), [rows]);
  if (!state) return <main class="page waiting">{t('Reading the batch …')}</main>;

  const counts = countsOf(images);
  const canAnalyse = state.trusted && !running;
  const again = (which: readonly number[]) => host.post({ type: 'again', images: which });
  return (
    <main class="page batch">
      <header>
        <h1>{t('Batch of {0} images', images.length)}</h1>
        <Toolbar label={t('Batch')} class="actions">
          {counts.failed.length > 0 && (
            <Button
              label={t('Analyse Failed Again ({0})', counts.failed.length)}
              disabled={!canAnalyse}
              onClick={() => again(counts.failed)}
            />
          )}
          {counts.waiting.length > 0 && !running && (
            <Button
              label={t('Analyse the Rest ({0})', counts.waiting.length)}
              disabled={!canAnalyse}
              onClick={() => again(counts.waiting)}
            />
          )}
          <Button
            label={t('Export CSV…')}
            disabled={!state.trusted || counts.done === 0}
            onClick={() => host.post({ type: 'export' })}
          />
        </Toolbar>
        <p role="status" aria-live="polite">
          {countsText(counts, running !== undefined)}
          {state.startedMs !== undefined && (
            <time dateTime={new Date(state.startedMs).toISOString()}>
              {new Date(state.startedMs).toLocaleString()}
            </time>
          )}
        </p>
        {running && (
          <div class="running">
            <progress
              max={running.total}
              value={running.done}
              aria-label={t('{0} of {1} images', running.done, running.total)}
            />
            <span>{progressText(running, state)}</span>
            <Button label={t('Cancel')} onClick={() => host.post({ type: 'cancel' })} />
          </div>
        )}
        {images.some(({ isDemo }) => isDemo) && (
          <p>
            <span class="badge">{demoNote()}</span>
          </p>
        )}
        {totals.length > 0 && <TotalsTable totals={totals} />}
        {state.notes.length > 0 && (
          <details class="notes">
            <summary>{t('Left out: {0}', state.notes.length)}</summary>
            <ul>
              {state.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </details>
        )}
      </header>
      <BatchTable
        rows={rows}
        severalMaps={totals.length > 1}
        running={running}
        canAnalyse={canAnalyse}
        sort={view.sort}
        onSort={(sort) => onView({ sort })}
        onOpen={(image) => host.post({ type: 'open', image })}
        onAgain={(image) => again([image])}
      />
    </main>
  );
}

function countsText({ done, failed, waiting }: Counts, isRunning: boolean): string {
  return [
    t('{0} analysed', done),
    ...(failed.length > 0 ? [t('{0} failed', failed.length)] : []),
    ...(waiting.length > 0
      ? [isRunning ? t('{0} waiting', waiting.length) : t('{0} not analysed', waiting.length)]
      : []),
  ].join(' · ');
}

/** "3 of 10 · tile-4: tiles 2 of 12" */
function progressText({ done, total, image, text }: BatchProgress, { images }: BatchPageState): string {
  const count = t('{0} of {1} images', done, total);
  const name = images[image]?.name;
  return name === undefined || text === '' ? count : t('{0} · {1}: {2}', count, name, text);
}

function TotalsTable({ totals }: { readonly totals: readonly Totals[] }) {
  const percent = (share: number | undefined) => (share === undefined ? '–' : `${share.toFixed(1)} %`);
  return (
    <table class="totals">
      <caption>{t('All images together')}</caption>
      <thead>
        <tr>
          {totals.length > 1 && <th scope="col">{t('Map')}</th>}
          <th scope="col">{t('Images')}</th>
          <th scope="col">{t('Cells')}</th>
          <th scope="col">{t('Positive')}</th>
          <th scope="col" title={t('Positive cells of all images by cells of all images')}>
            {t('Pooled')}
          </th>
          <th scope="col" title={t('Mean of the percentages of the images')}>
            {t('Mean')}
          </th>
          <th scope="col" title={t('Median of the percentages of the images')}>
            {t('Median')}
          </th>
        </tr>
      </thead>
      <tbody>
        {totals.map(({ map, images, cells, positive, pooled, mean, median }) => (
          <tr key={map}>
            {totals.length > 1 && <th scope="row">{map}</th>}
            <td>{images}</td>
            <td>{cells}</td>
            <td>{positive}</td>
            <td>{percent(pooled)}</td>
            <td>{percent(mean)}</td>
            <td>{percent(median)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
