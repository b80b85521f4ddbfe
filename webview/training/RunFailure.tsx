// Reason why a run failed, first in its header, with the way to its log.

import type { RunHead } from '../messages/training.js';
import { countText } from '../charts/numberText.js';
import { t } from '../ui/l10n.js';

export interface RunFailureProps {
  readonly run: RunHead;
  readonly onLog: () => void;
}

/** Nothing for a run that did not fail. */
export function RunFailure({ run, onLog }: RunFailureProps) {
  const reason = failureOf(run);
  if (reason === undefined) return null;
  return (
    <div class="failure" role="alert">
      <span class="codicon codicon-error" aria-hidden="true" />
      <span>{reason}</span>
      <button type="button" onClick={onLog}>
        {t('Show log')}
      </button>
    </div>
  );
}

/** Sentence for a run that failed, or whose process died; undefined for others. */
export function failureOf({
  kind,
  status,
  failure,
  step,
}: Pick<RunHead, 'kind' | 'status' | 'failure' | 'step'>): string | undefined {
  if (kind !== 'run') return undefined;
  if (status === 'failed')
    return failure === undefined
      ? t('Failed at step {0}. No reason was recorded; the log may name it.', countText(step))
      : t('Failed at step {0}: {1}', countText(step), failure);
  return status === 'dead'
    ? t(
        'The process died after step {0} and recorded no reason; the log may name it. Resume the run after its last checkpoint.',
        countText(step),
      )
    : undefined;
}
