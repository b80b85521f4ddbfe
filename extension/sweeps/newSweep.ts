// "New Sweep…": asks for the configuration of a training, proposes ranges around its values, and writes and opens a
// *.deepliif-sweep.json.

import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { SweepProposal } from '../../engine/protocol/sweeps.js';
import { readListedRun, type ListedRun } from '../../engine/reading/listRuns.js';
import { runsOfConfig } from '../runs/configRuns.js';
import { runsFolderFor } from '../runs/runsFolders.js';
import { CONFIG_ENDING, configToStart } from '../runs/trainConfigs.js';
import { freeName } from '../workbench/freeName.js';
import { configsOfWorkspace } from '../workbench/givenConfig.js';
import { givenFolder } from '../workbench/givenFolder.js';
import { RUN_MARKERS } from '../runs/givenRun.js';
import { newSweepText, rangeText } from './newSweepText.js';
import type { SweepControl } from './sweepControl.js';
import { SWEEP_CONFIG_ENDING } from './sweepConfigs.js';

/** Answers to the questions of the command, from a task or a test. */
export interface GivenSweep {
  /** Names of the parameters to search. */
  readonly parameters?: readonly string[];
}

/**
 * @param clicked configuration of a training, or the folder of a run
 * @returns the new file; undefined if the user leaves a question open
 */
export async function newSweep(
  control: Pick<SweepControl, 'propose'>,
  clicked: unknown,
  given: GivenSweep = {},
): Promise<string | undefined> {
  const base = await baseOf(clicked);
  if (base === undefined) return undefined;
  const proposal = await control.propose(base);
  const chosen = given.parameters ?? (await chooseParameters(proposal, base));
  if (chosen === undefined) return undefined;
  if (chosen.length === 0)
    throw new EngineError(
      'usage',
      vscode.l10n.t('A sweep needs at least one option to search. Choose some.'),
    );
  const folder = dirname(base);
  const name = freeName(folder, `${proposal.name}-sweep`, SWEEP_CONFIG_ENDING);
  const file = join(folder, `${name}${SWEEP_CONFIG_ENDING}`);
  const out = runsFolderFor(base) ?? join(folder, 'runs');
  await writeFile(file, newSweepText({ file, name, base, out, proposal, chosen }), { flag: 'wx' });
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  return file;
}

/** Configuration of a training that is given, or that a given run was started with. */
async function baseOf(clicked: unknown): Promise<string | undefined> {
  const isConfig =
    (clicked instanceof vscode.Uri && clicked.path.endsWith('.json')) ||
    (typeof clicked === 'string' && clicked.endsWith('.json'));
  if (clicked === undefined || isConfig) return configToStart(clicked);
  const run = await readListedRun(givenFolder(clicked, RUN_MARKERS));
  const config = run && (await configOfRun(run));
  if (config !== undefined) return config;
  throw new EngineError(
    'usage',
    vscode.l10n.t(
      'The configuration of {0} is not in the workspace. Choose a *.deepliif-train.json instead.',
      run?.name ?? basename(givenFolder(clicked, RUN_MARKERS)),
    ),
  );
}

async function configOfRun(run: ListedRun): Promise<string | undefined> {
  for (const { fsPath } of await configsOfWorkspace({ ending: CONFIG_ENDING })) {
    const text = await readFile(fsPath, 'utf8').catch(() => '');
    if (runsOfConfig(text, fsPath, [run]).length > 0) return fsPath;
  }
  return undefined;
}

type ParameterItem = vscode.QuickPickItem & { readonly name: string };

async function chooseParameters(
  { space }: SweepProposal,
  base: string,
): Promise<readonly string[] | undefined> {
  const items: ParameterItem[] = space.map((one) => ({
    label: one.name,
    description: rangeText(one),
    name: one.name,
    picked: true,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('New Sweep: Options to Search'),
    placeHolder: vscode.l10n.t(
      'Ranges around the values of {0}; the file that follows lets you change them',
      basename(base),
    ),
    ignoreFocusOut: true,
  });
  return picked?.map(({ name }) => name);
}
