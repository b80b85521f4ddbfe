// The last step of an analysis: its folder takes the place of an earlier one, from which it takes over what people have
// set and put there.

import { RESULT_FILE, type ResultRecord } from '../protocol/result.js';
import { withFolderLock } from './folderLock.js';
import { keepCorrections } from './keepCorrections.js';
import type { CommittedFolder, ResultFolder } from './resultFolder.js';

/**
 * Writes the record and commits, in turn with scoring and corrections of the result that is replaced, which would
 * otherwise undo this or get lost.
 */
export function replaceResult(folder: ResultFolder, record: ResultRecord): Promise<CommittedFolder> {
  return withFolderLock(folder.target, async () => {
    const kept = await keepCorrections(folder, record);
    await folder.writeJson(RESULT_FILE, record);
    const { place, notices } = await folder.commit();
    return { place, notices: [...kept, ...notices] };
  });
}
