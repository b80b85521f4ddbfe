// List of findings of one weight, those of a sample together. Long lists show their beginning until they are opened.

import { useState } from 'preact/hooks';
import type { Finding } from '../../engine/protocol/dataCheck.js';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';

export interface FindingsProps {
  readonly title: string;
  readonly findings: readonly Finding[];
  /** Text of an empty list. */
  readonly none: string;
  /** Name of a codicon. */
  readonly icon: string;
}

const FIRST_SHOWN = 12;

export function Findings({ title, findings, none, icon }: FindingsProps) {
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? findings : findings.slice(0, FIRST_SHOWN);
  return (
    <section>
      <h2>{title}</h2>
      {findings.length === 0 && <p>{none}</p>}
      <ul class={`findings ${icon}`}>
        {shown.map(({ samples, message }, i) => (
          <li key={i}>
            <span class={`codicon codicon-${icon}`} aria-hidden="true" />
            <span>
              {samples.length > 0 && <b>{samples.join(', ')}: </b>}
              {message}
            </span>
          </li>
        ))}
      </ul>
      {findings.length > shown.length && (
        <Button label={t('Show All {0}', findings.length)} onClick={() => setShowsAll(true)} />
      )}
    </section>
  );
}
