// Errors of the file system as messages for people.

import { basename, dirname } from 'node:path';
import { asError, EngineError } from '../protocol/errors.js';

/** Error of a failed write: what, where, why, what to do. */
export function unwritable(path: string, thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const error = asError(thrown) as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full. Free some space',
    EDQUOT: 'the disk quota is used up. Free some space',
    EACCES: 'permission denied. Choose a folder that you may write to',
    EPERM: 'permission denied. Choose a folder that you may write to',
    EROFS: 'the file system is read-only. Choose another folder',
    ENOTDIR: 'a part of the path is a file. Choose another folder',
    ENAMETOOLONG: 'the name is too long for this disk. Shorten it',
    EEXIST: 'a file of that name exists. Choose another folder',
  };
  const reason = reasons[error.code ?? ''] ?? `${error.message}. Choose another folder`;
  return new EngineError(
    'output-unwritable',
    `Cannot write ${basename(path)} in ${dirname(path)}: ${reason}.`,
    { cause: error, diskFull: ['ENOSPC', 'EDQUOT'].includes(error.code ?? '') },
  );
}

/** True if the disk or its quota was full: a later attempt may succeed. */
export function isDiskFull(thrown: unknown): boolean {
  return thrown instanceof EngineError && thrown.diskFull === true;
}
