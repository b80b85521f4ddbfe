// A name for a new file: the wanted one, or one with a number behind it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** @param ending of the file: ".deepliif-train.json" */
export function freeName(folder: string, wanted: string, ending: string): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? wanted : `${wanted}-${i}`;
    if (!existsSync(join(folder, `${name}${ending}`))) return name;
  }
}
