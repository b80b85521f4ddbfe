// Check of a folder of training data: what the folder was taken for, counts and balance, problems, small pictures of some
// samples, and the way on to a training.

import { useMemo, useState } from 'preact/hooks';
import type { DataCheck, DataReport } from '../../engine/protocol/dataCheck.js';
import type { DataDown, DataState, DataUp } from '../messages/data.js';
import { Button } from '../ui/Controls.js';
import { useMessages, type Host } from '../ui/host.js';
import { t } from '../ui/l10n.js';
import { useSaved } from '../ui/savedView.js';
import { balanceOf, layoutText, percentText, sizeText, validationText } from './dataText.js';
import { Findings } from './Findings.js';
import { SampleStrip } from './SampleStrip.js';

export function DataApp({ host }: { readonly host: Host<DataDown, DataUp> }) {
  const [state, setState] = useState<DataState>();
  useMessages(host, (message: DataDown) => setState(message.state));
  useSaved(
    host,
    useMemo(() => state && { folders: [state.folder] }, [state?.folder]),
  );
  if (!state) return <main class="page waiting">{t('Opening the folder …')}</main>;
  const { check, failure, progress, folder } = state;
  return (
    <main class="page data">
      <header>
        <h1>{folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder}</h1>
        <p class="path">{folder}</p>
        {check && <p>{layoutText(check.report)}</p>}
      </header>
      {!state.trusted && <p role="status">{t('Trust this workspace to check its images.')}</p>}
      {progress && (
        <p role="status">
          {progress.total === 0
            ? t('Finding the samples …')
            : t('Checking sample {0} of {1} …', progress.done + 1, progress.total)}
        </p>
      )}
      {failure !== undefined && (
        <p class="problem" role="alert">
          {failure}
        </p>
      )}
      {check && <Checked check={check} />}
      <div class="actions">
        {check && (
          <Button
            label={t('Create Training…')}
            primary
            disabled={check.report.samples.length === 0}
            onClick={() => host.post({ type: 'create' })}
          />
        )}
        {(check !== undefined || failure !== undefined) && (
          <Button label={t('Check Again')} onClick={() => host.post({ type: 'again' })} />
        )}
      </div>
    </main>
  );
}

function Checked({ check }: { readonly check: DataCheck }) {
  const { report, pictures, examined } = check;
  const { findings, counts } = report;
  const problems = findings.filter(({ weight }) => weight === 'problem');
  const notes = findings.filter(({ weight }) => weight === 'note');
  const all = counts.train + counts.val;
  return (
    <>
      {examined < all && <p class="note">{t('Examined {0} of {1} samples.', examined, all)}</p>}
      <Counts report={report} />
      {counts.val === 0 && <p class="note">{validationText(counts.train)}</p>}
      <Findings
        title={t('Problems ({0})', problems.length)}
        findings={problems}
        none={t('No problems found.')}
        icon="warning"
      />
      {notes.length > 0 && (
        <Findings title={t('Notes ({0})', notes.length)} findings={notes} none="" icon="info" />
      )}
      {pictures.length > 0 && (
        <section>
          <h2>{t('Samples')}</h2>
          {pictures.map((picture) => (
            <SampleStrip
              key={picture.sample}
              picture={picture}
              panels={report.panels}
              hasProblem={problems.some(({ samples }) => samples.includes(picture.sample))}
            />
          ))}
        </section>
      )}
    </>
  );
}

function Counts({ report }: { readonly report: DataReport }) {
  const rows = (['train', 'val'] as const).map((split) => ({
    split,
    count: report.counts[split],
    balance: balanceOf(report, split),
    size: sizeText(report, split),
  }));
  const hasCells = rows.some(({ balance }) => balance !== undefined);
  return (
    <table class="counts">
      <thead>
        <tr>
          <th scope="col">{t('Folder')}</th>
          <th scope="col">{t('Samples')}</th>
          <th scope="col">{t('Tile')}</th>
          {hasCells && <th scope="col">{t('Positive cells')}</th>}
          {hasCells && <th scope="col">{t('Negative cells')}</th>}
          {hasCells && <th scope="col">{t('Positive pixels')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ split, count, balance, size }) => (
          <tr key={split}>
            <th scope="row">{split}</th>
            <td>{count}</td>
            <td>{size}</td>
            {hasCells && (
              <td>{balance && `${balance.positiveCells} (${percentText(balance.positiveShare)})`}</td>
            )}
            {hasCells && <td>{balance?.negativeCells}</td>}
            {hasCells && <td>{balance && percentText(balance.positivePixelShare)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
