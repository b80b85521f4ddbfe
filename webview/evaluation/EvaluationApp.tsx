// Page of an evaluation: means with their intervals, images with their pictures, the comparison with other results, and how to
// repeat it.

import { useMemo, useRef, useState } from 'preact/hooks';
import type { EvaluationDocument } from '../../engine/protocol/evaluations.js';
import {
  MOST_RADIUS_PX,
  type EvaluationDown,
  type EvaluationState,
  type EvaluationUp,
} from '../messages/evaluation.js';
import { Button } from '../ui/Controls.js';
import { useMessages, type Host } from '../ui/host.js';
import { t } from '../ui/l10n.js';
import { useSaved, useView } from '../ui/savedView.js';
import { Tabs } from '../ui/Tabs.js';
import { Toolbar } from '../ui/Toolbar.js';
import { AboutTab } from './AboutTab.js';
import { ComparisonTab } from './ComparisonTab.js';
import {
  readEvaluationView,
  type EvaluationView,
  type SavedEvaluation,
  type TabId,
} from './evaluationView.js';
import { ImagesTab, type ShownPictures } from './ImagesTab.js';
import { SummaryTab } from './SummaryTab.js';

type PageHost = Host<EvaluationDown, EvaluationUp>;

export function EvaluationApp({ host }: { readonly host: PageHost }) {
  const [state, setState] = useState<EvaluationState>();
  const [pictures, setPictures] = useState<ShownPictures>();
  const isFirst = useRef(true);
  const [view, onView] = useView(() => readEvaluationView(host.saved));
  useMessages(host, (message: EvaluationDown) => {
    if (message.type === 'pictures') return setPictures(message);
    setState(message.state);
    setPictures(undefined);
    // A panel that VS Code has restored begins with the default radius.
    const { radiusPx } = readEvaluationView(host.saved);
    if (isFirst.current && radiusPx !== undefined && radiusPx !== message.state.radiusPx)
      host.post({ type: 'radius', radiusPx });
    isFirst.current = false;
  });
  const folders = state?.folders;
  const foldersText = JSON.stringify(folders);
  useSaved(
    host,
    useMemo<SavedEvaluation | undefined>(() => folders && { ...view, folders }, [view, foldersText]),
  );
  if (!state) return <main class="page waiting">{t('Opening the folders …')}</main>;
  const { document, progress, failure, trusted } = state;
  return (
    <main class="page evaluation">
      <header>
        <h1>{t('Evaluation of {0}', lastPart(state.folders[0] ?? ''))}</h1>
        <Toolbar label={t('Evaluation')} class="actions">
          <Button
            label={t('Save Report…')}
            primary
            disabled={!document || !trusted}
            onClick={() => host.post({ type: 'saveReport' })}
          />
          <Button
            label={t('Copy as CSV')}
            disabled={!document}
            onClick={() => host.post({ type: 'copy', form: 'csv' })}
          />
          <Button
            label={t('Copy as JSON')}
            disabled={!document}
            onClick={() => host.post({ type: 'copy', form: 'json' })}
          />
          <Button
            icon="refresh"
            label={t('Evaluate Again')}
            disabled={!trusted || progress !== undefined}
            onClick={() => host.post({ type: 'again' })}
          />
        </Toolbar>
        {document?.metrics.some(({ id, group }) => group === 'detection' && document.summary[id]) && (
          <label class="captioned">
            {t('Radius of detection, pixels')}{' '}
            <input
              type="number"
              min={0}
              max={MOST_RADIUS_PX}
              step="any"
              value={state.radiusPx}
              disabled={!trusted}
              onChange={({ currentTarget }) => {
                const radiusPx = currentTarget.valueAsNumber;
                if (!(radiusPx >= 0 && radiusPx <= MOST_RADIUS_PX)) return;
                onView({ radiusPx });
                host.post({ type: 'radius', radiusPx });
              }}
            />
          </label>
        )}
        <p class="paths">
          {state.folders.map((folder, i) => (
            <span key={folder} title={folder}>
              <b>{[t('Results'), t('Truth'), t('Other results')][i]}</b> {folder}
            </span>
          ))}
        </p>
        {!trusted && <p role="status">{t('Trust this workspace to evaluate its results.')}</p>}
        {failure !== undefined && (
          <p class="problem" role="alert">
            {failure}
          </p>
        )}
        {progress && (
          <div class="running">
            <progress
              {...(progress.total > 0 ? { max: progress.total, value: progress.done } : {})}
              aria-label={t('Evaluating')}
            />
            <span role="status">
              {progress.total > 0
                ? t('Evaluating image {0} of {1} …', progress.done + 1, progress.total)
                : t('Finding the images …')}
            </span>
            <Button label={t('Cancel')} onClick={() => host.post({ type: 'cancel' })} />
          </div>
        )}
      </header>
      {document && (
        <Evaluated
          host={host}
          state={state}
          document={document}
          view={view}
          onView={onView}
          pictures={pictures}
        />
      )}
    </main>
  );
}

function Evaluated(props: {
  readonly host: PageHost;
  readonly state: EvaluationState;
  readonly document: EvaluationDocument;
  readonly view: EvaluationView;
  readonly onView: (change: Partial<EvaluationView>) => void;
  readonly pictures: ShownPictures | undefined;
}) {
  const { host, state, document, view, onView, pictures } = props;
  const tabs: readonly { readonly id: TabId; readonly title: string }[] = [
    { id: 'summary', title: t('Summary') },
    { id: 'images', title: t('Images ({0})', document.images.length) },
    ...(document.differences ? [{ id: 'comparison' as const, title: t('Comparison') }] : []),
    { id: 'about', title: t('Definitions and Command') },
  ];
  const chosen = tabs.some(({ id }) => id === view.tab) ? view.tab : 'summary';
  return (
    <Tabs label={t('Evaluation')} tabs={tabs} chosen={chosen} onChoose={(tab) => onView({ tab })}>
      {chosen === 'summary' && <SummaryTab document={document} />}
      {chosen === 'images' && (
        <ImagesTab
          document={document}
          image={view.image}
          ofOther={view.ofOther && document.against !== undefined}
          pictures={pictures}
          onSelect={(image) => onView({ image })}
          onOther={(ofOther) => onView({ ofOther })}
          onAsk={(asked) => host.post({ type: 'pictures', ...asked })}
        />
      )}
      {chosen === 'comparison' && <ComparisonTab document={document} />}
      {chosen === 'about' && (
        <AboutTab
          document={document}
          command={state.command ?? ''}
          onCopy={() => host.post({ type: 'copy', form: 'command' })}
        />
      )}
    </Tabs>
  );
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}
