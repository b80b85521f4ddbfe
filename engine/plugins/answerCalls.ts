// Calls of a plug-in's functions, within its own process. A module exports objects by kind, which hold objects by id, whose
// functions are called: `export const measurements = { solidity: { measure(input) {…} } }`.

import { basename, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expandCells } from './cellsInput.js';
import type { CallMessage, PluginTask } from './pluginMessages.js';

export type Answer =
  | { readonly value: unknown }
  | { readonly failed: 'module' | 'export' | 'code'; readonly message: string; readonly place?: string };

const LONGEST_MESSAGE = 1000;

/** The function never throws. */
export function answerCalls({ module, folder }: PluginTask): (call: CallMessage) => Promise<Answer> {
  let loaded: Promise<unknown> | undefined;
  return async ({ kind, id, method, args }) => {
    let exported: unknown;
    try {
      exported = await (loaded ??= import(pathToFileURL(module).href));
    } catch (error) {
      return { failed: 'module', ...told(error, folder) };
    }
    const rows = fieldOf(exported, kind) ?? fieldOf(fieldOf(exported, 'default'), kind);
    const row = fieldOf(rows, id);
    const code = fieldOf(row, method);
    if (typeof code !== 'function')
      return {
        failed: 'export',
        message: `${basename(module)} does not export it. Expected: export const ${kind} = { ${id.includes('-') ? `'${id}'` : id}: { ${method}(…) { … } } }`,
      };
    try {
      return {
        value: await (code as (...args: unknown[]) => Promise<unknown>).apply(row, [...expandCells(args)]),
      };
    } catch (error) {
      return { failed: 'code', ...told(error, folder) };
    }
  };
}

function fieldOf(value: unknown, key: string): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

/** Message of an error, and the place in the plug-in's folder where it was thrown. */
function told(thrown: unknown, folder: string): { readonly message: string; readonly place?: string } {
  if (!(thrown instanceof Error)) return { message: String(thrown).slice(0, LONGEST_MESSAGE) };
  const message = thrown.message.slice(0, LONGEST_MESSAGE) || thrown.name;
  for (const line of (thrown.stack ?? '').split('\n')) {
    const [, at, position] = /((?:file:\/\/)?\/?[^\s()]+):(\d+(?::\d+)?)\)?$/.exec(line) ?? [];
    const path = at && pathOf(at);
    if (path?.startsWith(folder + sep)) return { message, place: `${relative(folder, path)}:${position}` };
  }
  return { message };
}

function pathOf(at: string): string {
  try {
    return at.startsWith('file://') ? fileURLToPath(at) : at;
  } catch {
    return at;
  }
}
