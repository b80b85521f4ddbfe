// The last step of an analysis: its folder takes the place of an earlier one, from which it takes over what people have
// set and put there.

import { LONGEST_TEXT_LETTERS, MOST_NOTICES, MOST_RESULT_BYTES } from '../reading/limits.js';
import { RESULT_FILE, type ResultRecord } from '../reading/resultRecord.js';
import { withFolderLock } from './folderLock.js';
import { keepCorrections } from './keepCorrections.js';
import type { CommittedFolder, ResultFolder } from './resultFolder.js';

/**
 * Writes the record and commits. Scoring and corrections of the result that is replaced wait for their turn: they would
 * otherwise undo this or get lost.
 */
export function replaceResult(folder: ResultFolder, record: ResultRecord): Promise<CommittedFolder> {
  return withFolderLock(folder.target, async () => {
    const kept = await keepCorrections(folder, record);
    const image = { ...record.image, notices: readableNotices(record.image.notices) };
    await folder.writeJson(RESULT_FILE, { ...record, image });
    const { place, notices } = await folder.commit();
    return { place, notices: [...kept, ...notices] };
  });
}

/** Letters of all notices together, so that the record stays far below what is read of it. */
const MOST_LETTERS = MOST_RESULT_BYTES / 8;

/** As many notices as every reader of the record takes; a decoder's warnings may be without end. */
export function readableNotices(notices: readonly string[]): readonly string[] {
  let letters = 0;
  const kept = notices
    .map((notice) => notice.replaceAll('\0', ' ').slice(0, LONGEST_TEXT_LETTERS))
    .slice(0, MOST_NOTICES - 1)
    .filter((notice) => (letters += notice.length) <= MOST_LETTERS);
  const left = notices.length - kept.length;
  return left === 0 ? kept : [...kept, `${left} more notices are left out.`];
}
