// Kinds of contributions in words for people, and the kinds whose rows are code.

import type { Contribution, ContributionKind, Plugin } from '../protocol/plugins.js';

/** Word for one contribution of the kind. */
export const KIND_WORDS: Readonly<Record<ContributionKind, string>> = {
  models: 'model',
  imageReaders: 'image reader',
  stainPresets: 'stain preset',
  postProcessors: 'post-processor',
  measurements: 'measurement',
  scorers: 'scorer',
  exporters: 'exporter',
  samplers: 'sampler',
  pruners: 'pruner',
  panels: 'panel',
  notebookBlocks: 'notebook block',
};

/** Kinds whose functions the plug-in's module exports. */
export const KINDS_WITH_CODE = [
  'imageReaders',
  'postProcessors',
  'measurements',
  'scorers',
  'exporters',
  'samplers',
  'pruners',
] as const satisfies readonly ContributionKind[];
export type KindWithCode = (typeof KINDS_WITH_CODE)[number];

/** Contributions of one kind, in the order of the declaration. */
export function contributionsOf<K extends ContributionKind>(
  { contributes }: Pick<Plugin, 'contributes'>,
  kind: K,
): readonly Contribution<K>[] {
  // The type of an indexed union does not keep the kind.
  return (contributes[kind] ?? []) as readonly Contribution<K>[];
}

/** "Nuclear shape (acme.shape 1.0.0)" */
export function pluginName({ title, id, version }: Pick<Plugin, 'title' | 'id' | 'version'>): string {
  return `${title} (${id} ${version})`;
}

/** "measurement "Solidity" of the plug-in Nuclear shape (acme.shape 1.0.0)" */
export function contributionName(plugin: Plugin, kind: ContributionKind, id: string): string {
  const title = contributionsOf(plugin, kind).find((one) => one.id === id)?.title ?? id;
  return `${KIND_WORDS[kind]} "${title}" of the plug-in ${pluginName(plugin)}`;
}
