// Model in use and the engine's health in words: the text of the status bar, and its tooltip.

import type { BackendInUse } from '../../engine/protocol/backends.js';
import { l10n } from '../workbench/l10n.js';
import type { EngineState } from './engine.js';

export interface StatusText {
  /** Text with `$(…)` for VS Code's icons. */
  readonly text: string;
  readonly tooltip: string;
  readonly severity: 'normal' | 'warning' | 'error';
}

/** Model that the settings mean. */
export interface StatusModel {
  readonly title: string;
  /** True for a model whose scores are no results. */
  readonly demo: boolean;
}

/** Letters of a model's title for which the status bar has room. */
const MOST_LETTERS = 28;

/** `backend`: that of the last analysis; unknown before the first. */
export function statusText(state: EngineState, model: StatusModel, backend?: BackendInUse): StatusText {
  const name = l10n.t('DeepLIIF: {0}', model.demo ? l10n.t('demo') : shortened(model.title));
  const { icon, lines, severity } = healthOf(state, backend);
  const about = model.demo
    ? l10n.t('Model: {0}. It only shows how the program works: no score of it is a result.', model.title)
    : l10n.t('Model: {0}', model.title);
  return {
    text: `$(${icon}) ${name}`,
    tooltip: [about, ...lines, l10n.t('Click for a menu.')].join('\n'),
    severity,
  };
}

interface Health {
  readonly icon: string;
  readonly lines: readonly string[];
  readonly severity: StatusText['severity'];
}

function healthOf(state: EngineState, backend: BackendInUse | undefined): Health {
  const normal = (icon: string, ...lines: string[]): Health => ({ icon, lines, severity: 'normal' });
  switch (state.name) {
    case 'stopped':
      return normal('circle-outline', l10n.t('The engine starts with the first analysis.'));
    case 'starting':
      return normal('loading~spin', l10n.t('The engine is starting.'));
    case 'ready': {
      const { engineVersion, nodeVersion, device } = state.handshake;
      return normal(
        state.busy > 0 ? 'loading~spin' : 'check',
        l10n.t('DeepLIIF engine {0} on Node {1}', engineVersion, nodeVersion),
        device,
        ...(backend ? [l10n.t('{0} ({1})', backend.description, backend.reason)] : []),
        state.busy > 0 ? l10n.t('It is working.') : l10n.t('It is waiting for work.'),
      );
    }
    case 'crashed': {
      const lines = [l10n.t('The engine ended ({0}) and starts again in a moment.', state.how)];
      return { icon: 'warning', lines, severity: 'warning' };
    }
    case 'failed':
      return {
        icon: 'error',
        lines: [l10n.t('The engine does not run: {0}.', state.how)],
        severity: 'error',
      };
  }
}

function shortened(title: string): string {
  return title.length <= MOST_LETTERS ? title : `${title.slice(0, MOST_LETTERS - 1)}…`;
}
