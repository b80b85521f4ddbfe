// Definitions of the metrics, images that were left out, and the command line that repeats the evaluation.

import { metricsOf, type EvaluationDocument } from '../../engine/protocol/evaluations.js';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';

export interface AboutTabProps {
  readonly document: EvaluationDocument;
  readonly command: string;
  readonly onCopy: () => void;
}

export function AboutTab({ document, command, onCopy }: AboutTabProps) {
  const { models, failures, unpredicted, untrue, against, settings } = document;
  const leftOut = [
    ...failures.map(({ name, reason }) => `${name}: ${reason}`),
    ...(unpredicted.length > 0 ? [t('Truths without a prediction: {0}', unpredicted.join(', '))] : []),
    ...(untrue.length > 0 ? [t('Predictions without a truth: {0}', untrue.join(', '))] : []),
    ...(against?.failures ?? []).map(({ name, reason }) => t('{0}, of the other results: {1}', name, reason)),
  ];
  return (
    <div class="about">
      <h2>{t('Command')}</h2>
      <p class="command">
        <code>{command}</code> <Button icon="copy" label={t('Copy the command')} onClick={onCopy} />
      </p>
      <p class="note">
        {t('Radius of detection: {0} px.', settings.radiusPx)}{' '}
        {models.length > 0 && t('Models: {0}.', models.join(', '))}{' '}
        {against && against.models.length > 0 && t('Other models: {0}.', against.models.join(', '))}
      </p>
      {leftOut.length > 0 && (
        <>
          <h2>{t('Left out')}</h2>
          <ul>
            {leftOut.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      <h2>{t('Definitions')}</h2>
      <dl>
        {metricsOf(document).map(({ id, title, definition }) => (
          <div key={id}>
            <dt>{title}</dt>
            <dd>{definition}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
