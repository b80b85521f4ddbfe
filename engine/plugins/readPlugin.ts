// Reads a plug-in from its folder without running its code. Everything that is wrong with it becomes a sentence, so that a
// broken plug-in is listed with its reasons and never stops another one. A plug-in with a problem is not used at all.

import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { parseJsonObject } from '../files/strictJson.js';
import { asError } from '../protocol/errors.js';
import {
  contributes as contributesShape,
  CONTRIBUTION_KINDS,
  PLUGIN_API_VERSION,
  type Contributes,
  type Plugin,
} from '../protocol/plugins.js';
import { ShapeError } from '../protocol/shape.js';
import { contributionsOf, KIND_WORDS, KINDS_WITH_CODE } from './contributionWords.js';

const MOST_BYTES = 4 * 1024 * 1024;
const NOTHING: Contributes = { api: PLUGIN_API_VERSION };
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

/** Never throws: a folder that holds no plug-in is one with a problem. */
export async function readPlugin(folder: string): Promise<Plugin> {
  const place = resolve(folder);
  const file = join(place, 'package.json');
  const unknown = { id: basename(place), title: basename(place), version: '0.0.0', folder: place };
  let json: Readonly<Record<string, unknown>>;
  try {
    json = parseJsonObject(await readFileBytes(file, MOST_BYTES), file);
  } catch (error) {
    const problems = [
      `${asError(error).message.replace(/\.$/, '')}. Name the folder of a plug-in: it has a package.json.`,
    ];
    return { ...unknown, contributes: NOTHING, problems, isUsed: false };
  }
  const problems: string[] = [];
  const named = await readName(json, place, problems);
  const contributes = readContributes(json, problems);
  if (contributes) {
    problems.push(...(await versionProblems(contributes)), ...repeatedIds(contributes));
    problems.push(...(await missingFiles(contributes, place)), ...unfitModels(contributes));
  }
  return {
    ...{ ...unknown, ...named },
    contributes: contributes ?? NOTHING,
    problems,
    isUsed: problems.length === 0,
  };
}

async function readName(
  json: Readonly<Record<string, unknown>>,
  folder: string,
  problems: string[],
): Promise<Pick<Plugin, 'id' | 'title' | 'version'>> {
  const { default: valid } = await import('semver/functions/valid.js');
  const word = (key: string) => {
    const value = json[key];
    if (typeof value === 'string' && NAME.test(value)) return value;
    problems.push(
      `package.json has no valid "${key}". Add one of letters, digits, ".", "-" and "_": the id of a plug-in is publisher.name.`,
    );
    return key;
  };
  const id = `${word('publisher')}.${word('name')}`.toLowerCase();
  const version = typeof json.version === 'string' ? valid(json.version) : null;
  if (version === null) problems.push('package.json has no valid "version". Write one such as "1.0.0".');
  return { id, title: await titleOf(json, folder, id), version: version ?? '0.0.0' };
}

/** Name for people: `displayName`, looked up in package.nls.json if it is a key such as "%name%". */
async function titleOf(json: Readonly<Record<string, unknown>>, folder: string, id: string): Promise<string> {
  const { displayName } = json;
  if (typeof displayName !== 'string' || displayName.trim() === '') return id;
  const [, key] = /^%(.+)%$/.exec(displayName) ?? [];
  if (key === undefined) return oneLine(displayName);
  const path = join(folder, 'package.nls.json');
  const text = await readFileBytes(path, MOST_BYTES)
    .then((bytes) => parseJsonObject(bytes, path)[key])
    .catch(() => undefined);
  return typeof text === 'string' && text.trim() !== '' ? oneLine(text) : id;
}

function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);
}

function readContributes(
  json: Readonly<Record<string, unknown>>,
  problems: string[],
): Contributes | undefined {
  const { contributes } = json;
  const declared =
    typeof contributes === 'object' && contributes !== null && Object.hasOwn(contributes, 'deepliif')
      ? (contributes as { readonly deepliif: unknown }).deepliif
      : undefined;
  if (declared === undefined) {
    problems.push('package.json has no "contributes.deepliif". It says what a plug-in adds.');
    return undefined;
  }
  const api = apiOf(declared);
  // A declaration of a later version may have another form: its version is the one thing to tell.
  if (api !== undefined && api > PLUGIN_API_VERSION) {
    problems.push(
      `It needs version ${api} of the plug-in API, and DeepLIIF ${ENGINE_VERSION} has version ${PLUGIN_API_VERSION}. Update DeepLIIF for VS Code, or install an earlier version of the plug-in.`,
    );
    return undefined;
  }
  try {
    return contributesShape(declared, 'contributes.deepliif');
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    problems.push(`package.json: ${error.message} Correct the declaration.`);
    return undefined;
  }
}

function apiOf(declared: unknown): number | undefined {
  const api = (declared as { readonly api?: unknown } | null)?.api;
  return typeof api === 'number' ? api : undefined;
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
