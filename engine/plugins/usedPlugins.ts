// Plug-ins in use: one set for the whole process, read from folders that its user named. An id that a built-in row or an
// earlier plug-in has is a problem of the later plug-in.

import { EngineError } from '../protocol/errors.js';
import {
  CONTRIBUTION_KINDS,
  type Contribution,
  type ContributionKind,
  type Plugin,
} from '../protocol/plugins.js';
import { contributionsOf, KIND_WORDS, pluginName } from './contributionWords.js';
import { pluginCode, type PluginCode, type PluginLimits } from './pluginCode.js';
import { readPlugin } from './readPlugin.js';

export interface Contributed<K extends ContributionKind> {
  readonly plugin: Plugin;
  readonly contribution: Contribution<K>;
}

export interface UsedPlugins {
  /** All that were found, those that are not used too. */
  readonly plugins: readonly Plugin[];
  /** Contributions of the plug-ins that are used, in the order of the plug-ins and of their declarations. */
  contributed<K extends ContributionKind>(kind: K): readonly Contributed<K>[];
  /** Functions of a plug-in. Its process starts with the first call. Throws `plugin-failed` if it is not used. */
  code(plugin: Plugin): PluginCode;
  /** Ends the processes once their calls have ended. */
  close(): Promise<void>;
}

export interface PluginChoice {
  /** Ids of plug-ins that their user has switched off. */
  readonly off?: readonly string[] | undefined;
  /** Name of the built-in row that has the id: 'the built-in "Cells as CSV"'. Default: none has. */
  readonly builtIn?: (kind: ContributionKind, id: string) => string | undefined;
  readonly limits?: PluginLimits | undefined;
}

let current: UsedPlugins = setOf([]);

/** Plug-ins of this process; none until `usePlugins` was called. */
export function pluginsInUse(): UsedPlugins {
  return current;
}

/** Folders of the plug-ins that are used, for a process that is to have the same. */
export function pluginFolders(): readonly string[] {
  return current.plugins.flatMap(({ isUsed, folder }) => (isUsed ? [folder] : []));
}

/** Reads plug-ins and makes them the ones in use. The former ones end in the background. Never throws for a plug-in. */
export async function usePlugins(
  folders: readonly string[],
  choice: PluginChoice = {},
): Promise<UsedPlugins> {
  const plugins = await readPlugins(folders, choice);
  const former = current;
  current = setOf(plugins, choice.limits);
  void former.close();
  return current;
}

/**
 * The set with problems that were found later, by ids of plug-ins. It is the one in use if the given set was.
 */
export function withProblems(
  used: UsedPlugins,
  found: readonly { readonly plugin: string; readonly problem: string }[],
): UsedPlugins {
  if (found.length === 0) return used;
  const plugins = used.plugins.map((plugin) => {
    const own = found.filter((one) => one.plugin === plugin.id && plugin.isUsed);
    return { ...plugin, problems: [...plugin.problems, ...own.map(({ problem }) => problem)] };
  });
  const told = { ...used, plugins };
  if (current === used) current = told;
  return told;
}

/** Plug-ins with their problems, those that they have with each other too. Runs none of their code. */
export async function readPlugins(
  folders: readonly string[],
  { off = [], builtIn = () => undefined }: PluginChoice = {},
): Promise<readonly Plugin[]> {
  const found = await Promise.all([...new Set(folders)].map(readPlugin));
  const owners = new Map<string, string>();
  const plugins: Plugin[] = [];
  for (const plugin of found) {
    const isOff = off.includes(plugin.id);
    // A plug-in that is switched off takes no ids.
    const problems = isOff
      ? plugin.problems
      : [
          ...plugin.problems,
          ...samePlugin(plugin, plugins),
          ...takenIds(plugin, (kind, id) => builtIn(kind, id) ?? owners.get(`${kind}/${id}`)),
        ];
    const isUsed = !isOff && problems.length === 0;
    if (isUsed)
      for (const kind of CONTRIBUTION_KINDS)
        for (const { id } of contributionsOf(plugin, kind))
          owners.set(`${kind}/${id}`, `the plug-in ${pluginName(plugin)}`);
    plugins.push({ ...plugin, problems, isUsed });
  }
  return plugins;
}

function samePlugin({ id }: Plugin, earlier: readonly Plugin[]): readonly string[] {
  const other = earlier.find((plugin) => plugin.isUsed && plugin.id === id);
  return other ? [`The plug-in ${id} is used from ${other.folder} already. Remove one of the two.`] : [];
}

function takenIds(
  plugin: Plugin,
  owner: (kind: ContributionKind, id: string) => string | undefined,
): readonly string[] {
  return CONTRIBUTION_KINDS.flatMap((kind) =>
    contributionsOf(plugin, kind).flatMap(({ id, title }) => {
      const other = owner(kind, id);
      return other === undefined
        ? []
        : [
            `Its ${KIND_WORDS[kind]} "${title}" has the id "${id}", which ${other} has already. Switch one of the two off, or ask the author of ${plugin.title} for another id.`,
          ];
    }),
  );
}

function setOf(plugins: readonly Plugin[], limits?: PluginLimits): UsedPlugins {
  const codes = new Map<string, PluginCode>();
  const used = plugins.filter(({ isUsed }) => isUsed);
  return {
    plugins,
    contributed: (kind) =>
      used.flatMap((plugin) =>
        contributionsOf(plugin, kind).map((contribution) => ({ plugin, contribution })),
      ),
    code(plugin) {
      if (!used.some(({ id }) => id === plugin.id))
        throw new EngineError(
          'plugin-failed',
          `The plug-in ${pluginName(plugin)} is not in use. Switch it on.`,
        );
      const code = codes.get(plugin.id) ?? pluginCode(plugin, limits);
      codes.set(plugin.id, code);
      return code;
    },
    close: async () => void (await Promise.all([...codes.values()].map((code) => code.close()))),
  };
}
