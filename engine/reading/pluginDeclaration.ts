// Declaration of a plug-in: what its package.json says, read without running its code. Everything that is wrong with it becomes a
// sentence, so that a broken plug-in is listed with its reasons. The engine checks the rest when it uses a plug-in (plugins/readPlugin).

import { basename, join } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import { asError } from '../protocol/errors.js';
import {
  contributes as contributesShape,
  PLUGIN_API_VERSION,
  type Contributes,
  type Plugin,
} from '../protocol/plugins.js';
import { ShapeError } from '../protocol/shape.js';
import { MOST_PLUGIN_FILE_BYTES } from './limits.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
const NOTHING: Contributes = { api: PLUGIN_API_VERSION };

/** True for a package.json that declares contributions to DeepLIIF, right or wrong. */
export function declaresPlugin(json: unknown): boolean {
  return declarationIn(json) !== undefined;
}

/** Plug-in of a folder. Never throws: a folder that holds none is a plug-in with a problem. */
export async function readPluginDeclaration(folder: string): Promise<Plugin> {
  const file = join(folder, 'package.json');
  try {
    const json = parseJsonObject(await readFileBytes(file, MOST_PLUGIN_FILE_BYTES), file);
    return declaredPlugin(folder, json, await titleOf(json, folder));
  } catch (error) {
    const why = asError(error).message.replace(/\.$/, '');
    return brokenPlugin(folder, `${why}. Name the folder of a plug-in: it has a package.json.`);
  }
}

/** Plug-in that cannot be read at all. */
export function brokenPlugin(folder: string, problem: string): Plugin {
  const name = basename(folder);
  return {
    ...{ id: name, title: name, version: '0.0.0', folder },
    ...{ contributes: NOTHING, problems: [problem], isUsed: false },
  };
}

/** Plug-in that a parsed package.json declares. `title`: name for people; default: its `displayName`. Never throws. */
export function declaredPlugin(folder: string, json: unknown, title = textIn(json, 'displayName')): Plugin {
  const problems: string[] = [];
  const word = (key: string, fallback: string) => {
    const value = fieldOf(json, key);
    if (typeof value === 'string' && NAME.test(value)) return value;
    problems.push(
      `package.json has no valid "${key}". Add one of letters, digits, ".", "-" and "_": the id of a plug-in is publisher.name.`,
    );
    return fallback;
  };
  const id = `${word('publisher', 'unknown')}.${word('name', basename(folder))}`.toLowerCase();
  const contributes = contributesOf(declarationIn(json), problems);
  return {
    ...{ id, title: title === undefined ? id : oneLine(title), version: textIn(json, 'version') ?? '0.0.0' },
    ...{ folder, contributes, problems, isUsed: problems.length === 0 },
  };
}

function contributesOf(declared: unknown, problems: string[]): Contributes {
  if (declared === undefined) {
    problems.push('package.json has no "contributes.deepliif". It says what a plug-in adds.');
    return NOTHING;
  }
  const api = fieldOf(declared, 'api');
  // A declaration of a later version may have another form: its version is the one thing to tell.
  if (typeof api === 'number' && api > PLUGIN_API_VERSION) {
    problems.push(
      `It needs version ${api} of the plug-in API, and this DeepLIIF has version ${PLUGIN_API_VERSION}. Update DeepLIIF for VS Code, or install an earlier version of the plug-in.`,
    );
    return NOTHING;
  }
  try {
    return contributesShape(declared, 'contributes.deepliif');
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    problems.push(`package.json: ${error.message} Correct the declaration.`);
    return NOTHING;
  }
}

/** Name for people: `displayName`, looked up in package.nls.json if it is a key such as "%name%". */
async function titleOf(json: unknown, folder: string): Promise<string | undefined> {
  const displayName = textIn(json, 'displayName');
  const [, key] = /^%(.+)%$/.exec(displayName ?? '') ?? [];
  if (key === undefined) return displayName;
  const path = join(folder, 'package.nls.json');
  const texts = await readFileBytes(path, MOST_PLUGIN_FILE_BYTES)
    .then((bytes) => parseJsonObject(bytes, path))
    .catch(() => undefined);
  return textIn(texts, key);
}

function declarationIn(json: unknown): unknown {
  return fieldOf(fieldOf(json, 'contributes'), 'deepliif');
}

/** Text of a field that is not empty. */
function textIn(json: unknown, key: string): string | undefined {
  const value = fieldOf(json, key);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : undefined;
}

/** Field of a value of unknown origin; undefined if it has none. */
function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
