// Texts of a preset in the list to choose from: memory, time and disk, and whether the time was measured.

import { bytesText } from '../../engine/protocol/bytesText.js';
import type { PresetEstimate } from '../../engine/protocol/dataCheck.js';
import { l10n } from '../workbench/l10n.js';

export interface PresetItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

export function presetItem(preset: PresetEstimate): PresetItem {
  const { title, detail: description, refusal, secondsPerStep, steps, isMeasured } = preset;
  if (refusal !== undefined)
    return { label: `$(circle-slash) ${title}`, description, detail: l10n.t('It {0}.', refusal) };
  const basis = isMeasured ? l10n.t('measured') : l10n.t('computed');
  const numbers = [
    durationText(steps * secondsPerStep),
    l10n.t('{0} s per step ({1})', secondsText(secondsPerStep), basis),
    l10n.t('{0} of memory', bytesText(preset.memoryBytes)),
    l10n.t('{0} on disk', bytesText(preset.diskBytes)),
  ];
  return { label: `$(beaker) ${title}`, description, detail: numbers.join(' · ') };
}

/** "about 40 min", "about 3 h", "about 12 days". */
export function durationText(seconds: number): string {
  const minutes = seconds / 60;
  if (minutes < 90) return l10n.t('about {0} min', Math.max(1, Math.round(minutes)));
  const hours = minutes / 60;
  return hours < 48
    ? l10n.t('about {0} h', Math.round(hours))
    : l10n.t('about {0} days', Math.round(hours / 24));
}

function secondsText(seconds: number): string {
  return seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds));
}
