// The window around the extension host, for actions that only a user can do: the runner clicks, chooses and reads there.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

export type Place = 'workbench' | 'webview';

/** False in a desktop VS Code, whose window the runner cannot control. */
export const hasWindow = process.env.DEEPLIIF_WINDOW !== undefined;

export const click = (where: Place, selector: string) => ask({ where, selector, act: 'click' });
/** Types into an input and presses Enter, if the input still exists. */
export const answer = (where: Place, selector: string, value: string) =>
  ask({ where, selector, act: 'answer', value });
/** The text of all that match; waits until there is one. */
export const read = async (where: Place, selector: string) =>
  (await ask({ where, selector, act: 'read' })) as readonly string[];
/** Text of an input. */
export const readInput = async (where: Place, selector: string) =>
  (await ask({ where, selector, act: 'readInput' })) as string;
/** Number of elements that match now. */
export const count = async (where: Place, selector: string) =>
  (await ask({ where, selector, act: 'count' })) as number;

/** Tells whether VS Code has stored something that matches in the browser, where it outlives the window. */
export const isStored = async (pattern: RegExp) =>
  (await ask({ where: 'workbench', selector: 'html', act: 'isStored', value: pattern.source })) as boolean;

async function ask(request: object): Promise<unknown> {
  const response = await fetch(process.env.DEEPLIIF_WINDOW!, {
    method: 'POST',
    body: JSON.stringify(request),
  });
  const { answer, error } = (await response.json()) as { readonly answer?: unknown; readonly error?: string };
  if (error !== undefined) assert.fail(`${JSON.stringify(request)}: ${error}`);
  return answer;
}

/** Waits until it holds; fails with a picture of the window after `seconds`, by default 45 (reason: windowServer.mjs). */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  seconds = 45,
): Promise<void> {
  for (const end = performance.now() + 1000 * seconds; !(await holds()); await sleep(100))
    if (performance.now() > end) throw new Error(`waited in vain: ${what}${await picture(what)}`);
}

/** Takes a picture of the window, in out/vscode; returns its name. */
async function picture(what: string): Promise<string> {
  if (!hasWindow) return '';
  const name = `vain-${what.replaceAll(/\W+/g, '-')}.png`;
  await ask({ where: 'workbench', selector: 'html', act: 'picture', value: name });
  return ` (out/vscode/${name})`;
}
