// Plug-ins, their contributions and problems in words.

import type { ContributionKind } from '../../engine/protocol/plugins.js';
import { l10n } from '../workbench/l10n.js';
import { kindsOf, type ListedPlugin } from './listedPlugins.js';

/** "2 measurements" */
export function countOfKind(kind: ContributionKind, count: number): string {
  const words: Readonly<Record<ContributionKind, readonly [one: () => string, many: () => string]>> = {
    models: [() => l10n.t('1 model'), () => l10n.t('{0} models', count)],
    imageReaders: [() => l10n.t('1 image reader'), () => l10n.t('{0} image readers', count)],
    stainPresets: [() => l10n.t('1 stain preset'), () => l10n.t('{0} stain presets', count)],
    postProcessors: [() => l10n.t('1 post-processor'), () => l10n.t('{0} post-processors', count)],
    measurements: [() => l10n.t('1 measurement'), () => l10n.t('{0} measurements', count)],
    scorers: [() => l10n.t('1 scorer'), () => l10n.t('{0} scorers', count)],
    exporters: [() => l10n.t('1 exporter'), () => l10n.t('{0} exporters', count)],
    samplers: [() => l10n.t('1 sampler'), () => l10n.t('{0} samplers', count)],
    pruners: [() => l10n.t('1 pruner'), () => l10n.t('{0} pruners', count)],
    panels: [() => l10n.t('1 panel'), () => l10n.t('{0} panels', count)],
    notebookBlocks: [() => l10n.t('1 notebook block'), () => l10n.t('{0} notebook blocks', count)],
  };
  return words[kind][count === 1 ? 0 : 1]();
}

/** Word for one contribution of the kind. */
export function kindTitle(kind: ContributionKind): string {
  const titles: Readonly<Record<ContributionKind, () => string>> = {
    models: () => l10n.t('model'),
    imageReaders: () => l10n.t('image reader'),
    stainPresets: () => l10n.t('stain preset'),
    postProcessors: () => l10n.t('post-processor'),
    measurements: () => l10n.t('measurement'),
    scorers: () => l10n.t('scorer'),
    exporters: () => l10n.t('exporter'),
    samplers: () => l10n.t('sampler'),
    pruners: () => l10n.t('pruner'),
    panels: () => l10n.t('panel'),
    notebookBlocks: () => l10n.t('notebook block'),
  };
  return titles[kind]();
}

/** "switched off"; empty for a plug-in in use. */
export function stateText({ state }: Pick<ListedPlugin, 'state'>): string {
  switch (state) {
    case 'used':
      return '';
    case 'off':
      return l10n.t('switched off');
    case 'broken':
      return l10n.t('not used: it has a problem');
    case 'waiting':
      return l10n.t('waits until the workspace is trusted');
  }
}

/** "1.0.0 · 2 measurements, 1 scorer · switched off" */
export function pluginDescription(plugin: ListedPlugin): string {
  const counts = kindsOf(plugin).map(([kind, count]) => countOfKind(kind, count));
  return [plugin.version, counts.join(', '), stateText(plugin)].filter(Boolean).join(' · ');
}

/** Sentence of the notification about plug-ins that are not used. */
export function brokenText(broken: readonly ListedPlugin[]): string {
  const [first, ...more] = broken;
  return more.length === 0
    ? l10n.t('The plug-in {0} is not used. {1}', first!.title, first!.problems[0]!)
    : l10n.t('{0} plug-ins are not used: {1}.', broken.length, broken.map(({ title }) => title).join(', '));
}
