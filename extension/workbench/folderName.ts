// What a result may be called: its name is that of its folder.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What is wrong with a new name, in words; undefined for one that a folder in `parent` can have on every system. */
export function wrongName(name: string, old: string, parent: string): string | undefined {
  if (name === old) return undefined;
  // Hidden folders are not listed; Windows drops a dot or space at the end.
  const isPossible = /^[^\\/:*?"<>|]{1,200}$/.test(name) && !/^[. ]|[. ]$/.test(name);
  const isPrintable = [...name].every((character) => character >= ' ');
  if (!isPossible || !isPrintable)
    return 'Expected 1 to 200 characters without \\ / : * ? " < > | that neither begin nor end with a dot or a space.';
  return existsSync(join(parent, name)) ? `${name} is there already.` : undefined;
}
