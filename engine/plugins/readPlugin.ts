// Reads a plug-in from its folder without running its code: its declaration, and whether it fits this version and its files are
// there. A broken plug-in never stops another one. A plug-in with a problem is not used at all.

import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { CONTRIBUTION_KINDS, type Contributes, type Plugin } from '../protocol/plugins.js';
import { readPluginDeclaration } from '../reading/pluginDeclaration.js';
import { contributionsOf, KIND_WORDS, KINDS_WITH_CODE } from './contributionWords.js';

/** Never throws: a folder that holds no plug-in is one with a problem. */
export async function readPlugin(folder: string): Promise<Plugin> {
  const place = resolve(folder);
  const declared = await readPluginDeclaration(place);
  const { contributes } = declared;
  const { default: valid } = await import('semver/functions/valid.js');
  const version = valid(declared.version);
  const problems = [
    ...declared.problems,
    ...(version === null ? ['package.json has no valid "version". Write one such as "1.0.0".'] : []),
    ...(await versionProblems(contributes)),
    ...repeatedIds(contributes),
    ...(await missingFiles(contributes, place)),
    ...unfitModels(contributes),
  ];
  return { ...declared, version: version ?? '0.0.0', problems, isUsed: problems.length === 0 };
}

async function versionProblems({ requires }: Contributes): Promise<readonly string[]> {
  if (requires === undefined) return [];
  const [{ default: satisfies }, { default: validRange }] = await Promise.all([
    import('semver/functions/satisfies.js'),
    import('semver/ranges/valid.js'),
  ]);
  if (validRange(requires) === null)
    return [`Its "requires" is no range of versions: "${requires}". Write one such as "^${ENGINE_VERSION}".`];
  return satisfies(ENGINE_VERSION, requires, { includePrerelease: true })
    ? []
    : [
        `It is made for DeepLIIF ${requires}, and this is ${ENGINE_VERSION}. Install a version of the plug-in for ${ENGINE_VERSION}, or another version of DeepLIIF for VS Code.`,
      ];
}

function repeatedIds(contributes: Contributes): readonly string[] {
  return CONTRIBUTION_KINDS.flatMap((kind) => {
    const ids = contributionsOf({ contributes }, kind).map(({ id }) => id);
    return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map(
      (id) => `It has the ${KIND_WORDS[kind]} "${id}" twice. Give each an id of its own.`,
    );
  });
}

async function missingFiles(contributes: Contributes, folder: string): Promise<readonly string[]> {
  const { module, models = [], panels = [], notebookBlocks = [] } = contributes;
  const wanted: readonly (readonly [path: string | undefined, isFolder: boolean])[] = [
    [module, false],
    ...models.map((model) => [model.folder, true] as const),
    ...panels.flatMap(({ script, style }) => [[script, false] as const, [style, false] as const]),
    ...notebookBlocks.map(({ file }) => [file, false] as const),
  ];
  const withCode = KINDS_WITH_CODE.find((kind) => contributes[kind]?.length);
  const problems =
    withCode && module === undefined
      ? [`It has a ${KIND_WORDS[withCode]} and no "module". Name the file that exports its functions.`]
      : [];
  for (const [path, isFolder] of wanted) {
    if (path === undefined) continue;
    const found = await stat(join(folder, path)).catch(() => undefined);
    if (isFolder ? !found?.isDirectory() : !found?.isFile())
      problems.push(
        `Its ${isFolder ? 'folder' : 'file'} ${path} is missing in ${folder}. Install the plug-in again, or build it.`,
      );
  }
  return problems;
}

function unfitModels({ models = [] }: Contributes): readonly string[] {
  return models
    .filter(({ folder, process }) => (folder === undefined) === (process === undefined))
    .map(({ id }) => `Its model "${id}" needs one of "folder" and "process". Name one of them.`);
}
