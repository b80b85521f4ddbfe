// Rules for the names of folders that people rename: the name of a result or run is the name of its folder.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { l10n } from './l10n.js';

/** Fault of a new name, in words; undefined for one that a folder in `parent` can have on every system. */
export function wrongName(name: string, old: string, parent: string): string | undefined {
  if (name === old) return undefined;
  // Hidden folders are not listed; Windows drops a dot or space at the end.
  const isPossible = /^[^\\/:*?"<>|]{1,200}$/.test(name) && !/^[. ]|[. ]$/.test(name);
  const isPrintable = [...name].every((character) => character >= ' ');
  if (!isPossible || !isPrintable)
    return l10n.t(
      'Expected 1 to 200 characters without \\ / : * ? " < > | and without a dot or a space at either end.',
    );
  return existsSync(join(parent, name)) ? l10n.t('There is already a folder {0} here.', name) : undefined;
}
