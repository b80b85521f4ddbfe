// Engine's health in words: the text of the status bar, and its tooltip.

import type { BackendInUse } from '../../engine/protocol/backends.js';
import { l10n } from '../workbench/l10n.js';
import type { EngineState } from './engine.js';

export interface StatusText {
  /** Text with `$(…)` for VS Code's icons. */
  readonly text: string;
  readonly tooltip: string;
  readonly severity: 'normal' | 'warning' | 'error';
}

/** `backend`: that of the last analysis; unknown before the first. */
export function statusText(state: EngineState, backend?: BackendInUse): StatusText {
  const name = backend ? l10n.t('DeepLIIF: {0}', backend.id) : 'DeepLIIF';
  switch (state.name) {
    case 'stopped':
      return normal(`$(circle-outline) ${name}`, l10n.t('The engine starts with the first analysis.'));
    case 'starting':
      return normal(`$(loading~spin) ${name}`, l10n.t('The engine is starting.'));
    case 'ready': {
      const { engineVersion, nodeVersion, device } = state.handshake;
      const lines = [
        l10n.t('DeepLIIF engine {0} on Node {1}', engineVersion, nodeVersion),
        device,
        ...(backend ? [l10n.t('{0} ({1})', backend.description, backend.reason)] : []),
        state.busy > 0 ? l10n.t('It is working.') : l10n.t('It is waiting for work.'),
      ];
      return normal(state.busy > 0 ? `$(loading~spin) ${name}` : `$(check) ${name}`, lines.join('\n'));
    }
    case 'crashed':
      return {
        text: `$(warning) ${name}`,
        tooltip: l10n.t('The engine ended ({0}) and starts again in a moment. Click for the log.', state.how),
        severity: 'warning',
      };
    case 'failed':
      return {
        text: `$(error) ${name}`,
        tooltip: l10n.t('The engine does not run: {0}. Click for the log.', state.how),
        severity: 'error',
      };
  }
}

function normal(text: string, tooltip: string): StatusText {
  return { text, tooltip, severity: 'normal' };
}
