// Alarms of the runs on screen, failures of those that the header does not show, and lines of their files that could not
// be read.

import { countText } from '../charts/numberText.js';
import type { RunHead } from '../messages/training.js';
import { t } from '../ui/l10n.js';

export interface AlarmsProps {
  readonly runs: readonly RunHead[];
  /** Shows samples and curves at a step. */
  readonly onStep: (step: number) => void;
}

const FEW = 1;

export function Alarms({ runs, onStep }: AlarmsProps) {
  const named = runs.length > 1 ? (run: RunHead) => `${run.name}: ` : () => '';
  const entries = runs.flatMap((run) => [
    ...(run.failure === undefined || run === runs[0]
      ? []
      : [{ key: `${run.id} failed`, text: `${named(run)}${run.failure}`, icon: 'error' }]),
    ...run.problems.map((text) => ({ key: `${run.id} ${text}`, text: named(run) + text, icon: 'warning' })),
    ...[...run.alarms].reverse().map(({ step, kind, message, time }) => ({
      key: `${run.id} ${kind} ${step} ${time}`,
      text: `${named(run)}${message}`,
      icon: 'bell-dot',
      step,
    })),
  ]);
  if (entries.length === 0) return null;
  const line = ({ key, text, icon, step }: (typeof entries)[number] & { readonly step?: number }) => (
    <li key={key}>
      <span class={`codicon codicon-${icon}`} aria-hidden="true" />
      <span>{text}</span>
      {step !== undefined && (
        <button type="button" onClick={() => onStep(step)}>
          {t('step {0}', countText(step))}
        </button>
      )}
    </li>
  );
  return (
    <section class="alarms" role="alert" aria-label={t('Alarms')}>
      <ul>{entries.slice(0, FEW).map(line)}</ul>
      {entries.length > FEW && (
        <details>
          <summary>{t('{0} more', entries.length - FEW)}</summary>
          <ul>{entries.slice(FEW).map(line)}</ul>
        </details>
      )}
    </section>
  );
}
