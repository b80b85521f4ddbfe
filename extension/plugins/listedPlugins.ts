// List of plug-ins as people see it: declarations, what the engine found out about them, and the user's choice. Pure.

import {
  CONTRIBUTION_KINDS,
  type Contribution,
  type ContributionKind,
  type Plugin,
} from '../../engine/protocol/plugins.js';

/** `waiting`: its code does not run before the workspace is trusted. */
export type PluginState = 'used' | 'off' | 'broken' | 'waiting';

export interface ListedPlugin extends Plugin {
  readonly state: PluginState;
}

export interface ListConditions {
  /** Ids that the user has switched off. */
  readonly off: readonly string[];
  readonly isTrusted: boolean;
  /** Answers of the engine, if it runs. */
  readonly checked: readonly Plugin[];
}

/** The engine has looked at more than the declaration: files, versions, ids that two plug-ins have. */
export function listedPlugins(
  declared: readonly Plugin[],
  { off, isTrusted, checked }: ListConditions,
): readonly ListedPlugin[] {
  return declared.map((plugin) => {
    const known = checked.find(
      ({ folder, version }) => folder === plugin.folder && version === plugin.version,
    );
    const problems = plugin.problems.length > 0 ? plugin.problems : (known?.problems ?? []);
    const state = stateOf(off.includes(plugin.id), problems.length > 0, isTrusted);
    return { ...plugin, problems, state, isUsed: state === 'used' };
  });
}

function stateOf(isOff: boolean, isBroken: boolean, isTrusted: boolean): PluginState {
  if (isOff) return 'off';
  if (isBroken) return 'broken';
  return isTrusted ? 'used' : 'waiting';
}

export interface Contributed<K extends ContributionKind> {
  readonly plugin: ListedPlugin;
  readonly contribution: Contribution<K>;
}

/** Contributions of one kind by the plug-ins in `states`; of two with one id, the first. */
export function contributedBy<K extends ContributionKind>(
  plugins: readonly ListedPlugin[],
  kind: K,
  states: readonly PluginState[],
): readonly Contributed<K>[] {
  const all = plugins
    .filter(({ state }) => states.includes(state))
    .flatMap((plugin) =>
      // The type of an indexed union does not keep the kind.
      ((plugin.contributes[kind] ?? []) as readonly Contribution<K>[]).map((contribution) => ({
        plugin,
        contribution,
      })),
    );
  return all.filter(
    (one, i) => all.findIndex(({ contribution }) => contribution.id === one.contribution.id) === i,
  );
}

/** Kinds that a plug-in contributes, with the number of each. */
export function kindsOf({
  contributes,
}: Pick<Plugin, 'contributes'>): readonly (readonly [ContributionKind, number])[] {
  return CONTRIBUTION_KINDS.map((kind) => [kind, contributes[kind]?.length ?? 0] as const).filter(
    ([, count]) => count > 0,
  );
}
