// Which runs there are: folders on the disk are the truth. A folder with TensorBoard's files and no run.json is listed
// too, for looking at.

import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { asError } from '../../engine/protocol/errors.js';
import { readRunLog } from '../../engine/runlog/runLog.js';
import { runStatus, type RunState, type RunStatus } from '../../engine/runlog/runState.js';
import { isEventFile } from '../../engine/runlog/tensorBoardPlaces.js';
import type { ConfigValue } from '../../webview/messages/training.js';
import { glanceAtBoard, type BoardGlance, type Boards } from './boards.js';
import { glanceAt, type RunGlance } from './glanceRun.js';
import { presenceOf } from './presence.js';
import { flatConfig, readRunConfig, RUN_FILE } from './runConfig.js';

export interface ListedRun {
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly name: string;
  readonly kind: 'run' | 'tensorboard';
  readonly status: RunStatus;
  /** Its curves hold only the first and the last steps. */
  readonly state: RunState;
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Milliseconds since 1970: of its start, or of its folder where it never began. */
  readonly madeAtMs: number;
  /** Whether a process trains it here and now. */
  readonly live: boolean;
  /** What is wrong with it, in words. */
  readonly problem?: string;
  readonly glance: RunGlance | BoardGlance;
}

/** Whether a folder is one, and of which kind. */
export async function runKind(folder: string): Promise<ListedRun['kind'] | undefined> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes(RUN_FILE)) return 'run';
  return names.some(isEventFile) ? 'tensorboard' : undefined;
}

/**
 * One folder; undefined where it is no run. `known`: as it was listed last, of which what has not changed is kept.
 * `boards`: who says what TensorBoard's folders were asked for; nobody: it is not known.
 */
export async function readListedRun(
  folder: string,
  known?: ListedRun,
  boards?: Boards,
): Promise<ListedRun | undefined> {
  const kind = await runKind(folder);
  if (!kind) return undefined;
  if (kind === 'tensorboard') return readListedBoard(folder, known, boards);
  const glance = await glanceAt(folder, known?.glance);
  const { state } = glance;
  const presence = await presenceOf(folder);
  const { config, problem } = known?.problem === undefined && known ? known : await configOf(folder);
  return {
    folder,
    name: basename(folder),
    kind,
    status: runStatus(state, presence),
    state,
    config,
    madeAtMs: state.startedMs ?? (await stat(folder)).mtimeMs,
    live: presence === 'alive' && state.phase !== 'ended',
    ...(problem === undefined ? {} : { problem }),
    glance,
  };
}

async function readListedBoard(
  folder: string,
  known: ListedRun | undefined,
  boards: Boards | undefined,
): Promise<ListedRun> {
  const listed = {
    folder,
    name: basename(folder),
    kind: 'tensorboard',
    status: 'elsewhere',
    live: false,
  } as const;
  const madeAtMs = async (state: RunState) => state.startedMs ?? (await stat(folder)).mtimeMs;
  try {
    const before =
      known?.problem === undefined && known && 'config' in known.glance ? known.glance : undefined;
    const glance = await glanceAtBoard(folder, boards, before);
    const { state, config } = glance;
    return { ...listed, state, config, madeAtMs: await madeAtMs(state), glance };
  } catch (thrown) {
    const glance = { state: readRunLog().state, version: '' };
    const problem = asError(thrown).message;
    return {
      ...listed,
      state: glance.state,
      config: {},
      madeAtMs: await madeAtMs(glance.state),
      problem,
      glance,
    };
  }
}

async function configOf(folder: string): Promise<Pick<ListedRun, 'config' | 'problem'>> {
  try {
    return { config: flatConfig(await readRunConfig(folder)) };
  } catch (thrown) {
    return { config: {}, problem: asError(thrown).message };
  }
}

/**
 * Runs that lie in `folders`, or are them (TensorBoard's log folders); one that does not exist holds none. The newest
 * first.
 */
export async function listRuns(
  folders: readonly string[],
  known: ReadonlyMap<string, ListedRun> = new Map(),
  boards?: Boards,
): Promise<readonly ListedRun[]> {
  const inside = (await Promise.all(folders.map(foldersIn))).flat();
  const all = [...new Set([...folders, ...inside])];
  const listed = await Promise.all(all.map((folder) => readListedRun(folder, known.get(folder), boards)));
  return listed
    .filter((run) => run !== undefined)
    .sort((a, b) => b.madeAtMs - a.madeAtMs || (a.name < b.name ? -1 : 1));
}

/** Sub-folders, without the hidden ones: the engine fills those before it renames them. */
async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name));
}
