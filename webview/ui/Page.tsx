// Page with a boundary for errors: an error that stops the drawing is reported and shown, with a button that starts the
// content again.

import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { Button } from './Controls.js';
import { t } from './l10n.js';

export interface PageProps {
  readonly onError: (message: string) => void;
  readonly children: ComponentChildren;
}

export function Page({ onError, children }: PageProps) {
  const [error, startAgain] = useErrorBoundary((thrown: unknown) => onError(messageOf(thrown))) as [
    unknown,
    () => void,
  ];
  if (error === undefined) return <>{children}</>;
  return (
    <main class="page stopped">
      <p role="alert">{t('This page stopped with an error: {0}', messageOf(error))}</p>
      <Button label={t('Start Again')} onClick={startAgain} />
    </main>
  );
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
