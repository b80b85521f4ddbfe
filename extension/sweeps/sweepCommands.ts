// Commands of sweeps, for the view, the palette, the dashboard and the lenses above a configuration.

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { SweepPhase } from '../../engine/protocol/sweeps.js';
import { readListedSweep, type ListedSweep } from '../../engine/reading/glanceSweep.js';
import { readSweepFile, SWEEP_FILE } from '../../engine/reading/sweepRecord.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { folderCommands, type FolderWords } from '../workbench/folderCommands.js';
import { freeName } from '../workbench/freeName.js';
import { configsOfWorkspace } from '../workbench/givenConfig.js';
import { givenFolder } from '../workbench/givenFolder.js';
import { COMMANDS } from '../workbench/ids.js';
import { placeOfConfig } from '../workbench/placeOfConfig.js';
import type { GivenSweep } from './newSweep.js';
import { sweepsOfConfig } from './configSweeps.js';
import { SWEEP_CONFIG_ENDING, sweepConfig } from './sweepConfigs.js';
import type { SweepControl } from './sweepControl.js';
import type { SweepsTree } from './sweepsTree.js';

export interface SweepCommandsContext {
  readonly tree: SweepsTree;
  readonly control: SweepControl;
  readonly log: vscode.LogOutputChannel;
  readonly openDashboard: (folder: string) => Promise<void>;
}

/** Files that stand for the folder of their sweep. */
const SWEEP_MARKERS: readonly string[] = ['sweep.json', 'control.json', 'journal.log'];

export function sweepCommands({ tree, control, log, openDashboard }: SweepCommandsContext) {
  const folders = folderCommands<ListedSweep>({
    tree,
    markers: SWEEP_MARKERS,
    read: givenSweep,
    busy,
    words,
  });
  const meant = async (clicked: unknown, which?: (sweep: ListedSweep) => boolean) => {
    const [folder] = await folders.meant(clicked, undefined, which);
    return folder;
  };
  const steer =
    (phase: SweepPhase, which: (sweep: ListedSweep) => boolean) =>
    async (clicked?: unknown): Promise<string | undefined> => {
      const folder = await meant(clicked, which);
      if (folder === undefined) return undefined;
      const { title } = await givenSweep(folder);
      await control.steer(folder, { phase });
      log.info(`${title}: ${phase}`);
      tree.refresh();
      return folder;
    };
  /** The sweep and number of a trial: given as a row of the tree, which is the folder of its run. */
  const trialMeant = async (clicked: unknown, number: unknown): Promise<TrialMeant | undefined> => {
    if (clicked === undefined)
      throw new EngineError('usage', vscode.l10n.t('Choose a trial in the view "Sweeps".'));
    const folder = givenFolder(clicked, SWEEP_MARKERS);
    const sweeps = await tree.all();
    if (typeof number === 'number') return { sweep: await givenSweep(folder), trial: number };
    for (const sweep of sweeps) {
      const run = sweep.runs.find((one) => one.folder === folder);
      if (run) return { sweep, trial: run.trial };
    }
    throw new EngineError('usage', vscode.l10n.t('{0} is no run of a sweep that is listed.', folder));
  };
  return {
    /** `given`: answers to the questions, from a task or a test. */
    [COMMANDS.newSweep]: async (clicked?: unknown, given?: unknown) => {
      const { newSweep } = await import('./newSweep.js');
      return newSweep(control, clicked, answersOf(given));
    },
    [COMMANDS.startSweep]: async (clicked?: unknown) => {
      const config = await sweepConfig(clicked);
      if (config === undefined) return undefined;
      const title = vscode.l10n.t('Starting {0} …', basename(config));
      const options = { location: vscode.ProgressLocation.Notification, title };
      const folder = await vscode.window.withProgress(options, () => control.start(config));
      tree.refresh();
      await openDashboard(folder);
      return folder;
    },
    /** A journal of Optuna opens as well, without the folder of a sweep around it. */
    [COMMANDS.openSweepDashboard]: async (clicked?: unknown) => {
      const journal = bareJournal(clicked);
      if (journal !== undefined) {
        await openDashboard(journal);
        return journal;
      }
      const folder = await meant(clicked);
      if (folder !== undefined) await openDashboard(folder);
      return folder;
    },
    [COMMANDS.pauseSweep]: steer(
      'paused',
      ({ phase, live, status }) => phase === 'working' && (live || status === 'elsewhere'),
    ),
    [COMMANDS.drainSweep]: steer(
      'draining',
      ({ phase, live, status }) => phase !== 'draining' && (live || status === 'elsewhere'),
    ),
    [COMMANDS.resumeSweep]: steer(
      'working',
      ({ phase, live, status }) => phase !== 'working' || (!live && status !== 'elsewhere'),
    ),
    [COMMANDS.editSweep]: async (clicked?: unknown) => {
      const folder = await meant(clicked);
      if (folder === undefined) return undefined;
      const file = await configOf(await givenSweep(folder));
      await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
      return file;
    },
    [COMMANDS.changeSweep]: async (clicked?: unknown, given?: unknown) => {
      const config = await sweepConfig(clicked);
      if (config === undefined) return undefined;
      const text = await readFile(config, 'utf8');
      const sweep =
        given === undefined
          ? sweepsOfConfig(text, config, await tree.all())[0]
          : await givenSweep(givenFolder(given, SWEEP_MARKERS));
      if (!sweep)
        throw new EngineError(
          'usage',
          vscode.l10n.t('There is no sweep of {0} to change. Start one.', basename(config)),
        );
      await control.change(sweep.folder, config);
      tree.refresh();
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'The next trials of {0} have this configuration; earlier ones stay usable.',
          sweep.name,
        ),
      );
      return sweep.folder;
    },
    /** `trial`: of the sweep that is clicked; without it, a clicked run of a trial is meant, or the best trial. */
    [COMMANDS.startBest]: async (clicked?: unknown, trial?: unknown) => {
      const { startBest } = await import('./startBest.js');
      const folder = await meant(clicked, ({ best }) => best !== undefined);
      if (folder === undefined) return undefined;
      if (await readListedSweep(folder)) {
        const number = typeof trial === 'number' ? trial : undefined;
        return startBest(control, await givenSweep(folder), number);
      }
      const one = await trialMeant(clicked, undefined);
      return one && startBest(control, one.sweep, one.trial);
    },
    [COMMANDS.stopTrial]: async (clicked?: unknown, number?: unknown) => {
      const one = await trialMeant(clicked, number);
      if (!one) return undefined;
      await control.stopTrial(one.sweep.folder, one.trial);
      tree.refresh();
      return one.trial;
    },
    [COMMANDS.retryTrial]: async (clicked?: unknown, number?: unknown, given?: unknown) => {
      const one = await trialMeant(clicked, number);
      const from = given === 'start' || given === 'checkpoint' ? given : await askFrom();
      if (!one || !from) return undefined;
      const added = await control.retryTrial(one.sweep.folder, one.trial, from);
      tree.refresh();
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Trial {0} tries trial {1} again.', added, one.trial),
      );
      return added;
    },
    [COMMANDS.deleteSweep]: (clicked?: unknown, selected?: unknown) => folders.remove(clicked, selected),
    [COMMANDS.revealSweep]: (clicked?: unknown) => folders.reveal(clicked),
    [COMMANDS.refreshSweeps]: () => folders.refresh(),
  } satisfies Partial<CommandTable>;
}

/** Path of a clicked journal file that is no sweep's. */
function bareJournal(clicked: unknown): string | undefined {
  if (!(clicked instanceof vscode.Uri) || clicked.scheme !== 'file') return undefined;
  const { fsPath } = clicked;
  const isOfSweep = existsSync(join(dirname(fsPath), SWEEP_FILE));
  return fsPath.endsWith('.log') && !isOfSweep ? fsPath : undefined;
}

interface TrialMeant {
  readonly sweep: ListedSweep;
  readonly trial: number;
}

/** @throws EngineError `usage` for a folder that is no sweep */
export async function givenSweep(folder: string): Promise<ListedSweep> {
  const sweep = await readListedSweep(folder);
  if (sweep) return sweep;
  throw new EngineError(
    'usage',
    vscode.l10n.t('Not a sweep: {0} has no sweep.json in it. Choose another folder.', folder),
  );
}

/** Configuration of a sweep in the workspace; else one is written there, for the user to change. */
async function configOf(sweep: ListedSweep): Promise<string> {
  for (const { fsPath } of await configsOfWorkspace({ ending: SWEEP_CONFIG_ENDING })) {
    const text = await readFile(fsPath, 'utf8').catch(() => '');
    if (sweepsOfConfig(text, fsPath, [sweep]).length > 0) return fsPath;
  }
  const place = placeOfConfig(sweep.folder) ?? sweep.folder;
  const name = freeName(place, sweep.title, SWEEP_CONFIG_ENDING);
  const file = join(place, `${name}${SWEEP_CONFIG_ENDING}`);
  const { config } = await readSweepFile(sweep.folder);
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`, { flag: 'wx' });
  return file;
}

function answersOf(given: unknown): GivenSweep {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return {};
  const { parameters } = given as { readonly parameters?: unknown };
  return Array.isArray(parameters) ? { parameters: parameters.filter((one) => typeof one === 'string') } : {};
}

async function askFrom(): Promise<'start' | 'checkpoint' | undefined> {
  const items = [
    {
      label: vscode.l10n.t('From Its Last Checkpoint'),
      detail: vscode.l10n.t('A new trial continues its training; its own run stays as it is.'),
      from: 'checkpoint' as const,
    },
    {
      label: vscode.l10n.t('From the Start'),
      detail: vscode.l10n.t('A new trial with the same values.'),
      from: 'start' as const,
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Retry Trial') });
  return picked?.from;
}

function busy({ live, name }: ListedSweep): string | undefined {
  return live
    ? vscode.l10n.t('{0} is working. Let it finish its trials and end before you delete it.', name)
    : undefined;
}

function words(): FolderWords {
  return {
    which: vscode.l10n.t('Which sweep?'),
    none: vscode.l10n.t('There is no sweep here for this command. "DeepLIIF: New Sweep…" makes one.'),
    deleteSeveral: (count) => vscode.l10n.t('Delete {0} sweeps?', count),
    deleteDetail: vscode.l10n.t(
      'The folder goes to the trash, with all trials, their runs and models in it.',
    ),
  };
}
