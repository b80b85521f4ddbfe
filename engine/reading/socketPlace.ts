// Paths of the control sockets of runs: in a folder that only this user may enter, and with short names, since the path
// of a Unix socket has about a hundred characters at most. On Windows they are named pipes.

import { randomBytes } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { EngineError } from '../protocol/errors.js';

const PIPES = '\\\\.\\pipe\\';
/** macOS takes 103 bytes, Linux 107. */
const LONGEST_PATH = 100;
const NAME = /^run-[0-9a-f]{16}(\.sock)?$/;

/** A path at which no process listens yet. @throws EngineError `output-unwritable` if other users can enter the folder */
export async function newSocket(): Promise<string> {
  const name = `run-${randomBytes(8).toString('hex')}`;
  if (process.platform === 'win32') return `${PIPES}deepliif-${name}`;
  const inTemporary = join(tmpdir(), folderName(), `${name}.sock`);
  const path =
    Buffer.byteLength(inTemporary) <= LONGEST_PATH ? inTemporary : join('/tmp', folderName(), `${name}.sock`);
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined); // the check below reports it
  if (!(await isOurs(folder)))
    throw new EngineError(
      'output-unwritable',
      `${folder} must be a folder that only you may enter, because it holds the sockets that control runs. ` +
        'Remove it, or set TMPDIR to another folder.',
    );
  return path;
}

/**
 * True if a path of a process.json is a socket of this engine. The file may be of unknown origin; commands must not go
 * to another program, and another program's file must not be removed.
 */
export async function isOurSocket(path: string): Promise<boolean> {
  if (process.platform === 'win32')
    return path.startsWith(`${PIPES}deepliif-`) && NAME.test(path.slice(`${PIPES}deepliif-`.length));
  return NAME.test(basename(path)) && basename(dirname(path)) === folderName() && isOurs(dirname(path));
}

async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  return found?.isDirectory() === true && found.uid === userInfo().uid && (found.mode & 0o077) === 0;
}

function folderName(): string {
  return `deepliif-${userInfo().uid}`;
}
