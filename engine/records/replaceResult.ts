// Last step of an analysis: its folder replaces an earlier one, and keeps the corrections and files that people have put
// there.

import { LONGEST_TEXT_LETTERS, MOST_NOTICES, MOST_RESULT_BYTES } from '../reading/limits.js';
import type { PlanStep } from '../reading/plan.js';
import { RESULT_FILE, type ResultRecord } from '../reading/resultRecord.js';
import { withFolderLock } from './folderLock.js';
import { keepCorrections } from './keepCorrections.js';
import { writePlan } from './plan.js';
import type { CommittedFolder, ResultFolder } from './resultFolder.js';

/**
 * Writes plan and record, and commits. `steps`: those that made the result; without any, there is no plan. Scoring and corrections of the replaced result wait for the folder's lock; otherwise
 * they would undo this or get lost.
 */
export function replaceResult(
  folder: ResultFolder,
  record: ResultRecord,
  steps: readonly PlanStep[] = [],
): Promise<CommittedFolder> {
  return withFolderLock(folder.target, async () => {
    const kept = await keepCorrections(folder, record);
    const image = { ...record.image, notices: readableNotices(record.image.notices) };
    const { engineVersion: version, files } = record;
    const plan = steps.length === 0 ? [] : [await writePlan(folder, { version, steps }, files)];
    await folder.writeJson(RESULT_FILE, { ...record, image, files: [...files, ...plan] });
    const { place, notices } = await folder.commit();
    return { place, notices: [...kept, ...notices] };
  });
}

/** Limit on the letters of all notices together, which keeps the record far below the size that readers accept. */
const MOST_LETTERS = MOST_RESULT_BYTES / 8;

/** Limits the notices to what every reader of the record accepts; a decoder may report any number of warnings. */
export function readableNotices(notices: readonly string[]): readonly string[] {
  let letters = 0;
  const kept = notices
    .map((notice) => notice.replaceAll('\0', ' ').slice(0, LONGEST_TEXT_LETTERS))
    .slice(0, MOST_NOTICES - 1)
    .filter((notice) => (letters += notice.length) <= MOST_LETTERS);
  const left = notices.length - kept.length;
  return left === 0 ? kept : [...kept, `${left} more notices are left out.`];
}
