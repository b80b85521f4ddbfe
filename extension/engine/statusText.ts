// The engine's health in words: what the status bar shows, and more when the mouse rests on it.

import type { BackendInUse } from '../../engine/protocol/backends.js';
import type { EngineState } from './engine.js';

export interface StatusText {
  /** With `$(…)` for VS Code's icons. */
  readonly text: string;
  readonly tooltip: string;
  readonly severity: 'normal' | 'warning' | 'error';
}

/** `backend`: what the last analysis ran on; unknown before the first. */
export function statusText(state: EngineState, backend?: BackendInUse): StatusText {
  const name = backend ? `DeepLIIF: ${backend.id}` : 'DeepLIIF';
  switch (state.name) {
    case 'stopped':
      return normal(`$(circle-outline) ${name}`, 'The engine starts with the first analysis.');
    case 'starting':
      return normal(`$(loading~spin) ${name}`, 'The engine is starting.');
    case 'ready': {
      const { engineVersion, nodeVersion, device } = state.handshake;
      const lines = [
        `DeepLIIF engine ${engineVersion} on Node ${nodeVersion}`,
        device,
        ...(backend ? [`${backend.description} (${backend.reason})`] : []),
        state.busy > 0 ? 'It is working.' : 'It is waiting for work.',
      ];
      return normal(state.busy > 0 ? `$(loading~spin) ${name}` : `$(check) ${name}`, lines.join('\n'));
    }
    case 'crashed':
      return {
        text: `$(warning) ${name}`,
        tooltip: `The engine ended (${state.how}) and is started again in a moment. Click for the log.`,
        severity: 'warning',
      };
    case 'failed':
      return {
        text: `$(error) ${name}`,
        tooltip: `The engine does not run: ${state.how}. Click for the log.`,
        severity: 'error',
      };
  }
}

function normal(text: string, tooltip: string): StatusText {
  return { text, tooltip, severity: 'normal' };
}
