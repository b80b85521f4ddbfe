// Second half of "New Training…": the preset is chosen, the configuration is written and opened, the run starts.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DataCheck, PresetEstimate, PresetEstimates } from '../../engine/protocol/dataCheck.js';
import { EngineError } from '../../engine/protocol/errors.js';
import type { Engine } from '../engine/engine.js';
import type { FrameContext } from '../panels/folderPage.js';
import { runsFolders } from '../runs/runsFolders.js';
import { CONFIG_ENDING } from '../runs/trainConfigs.js';
import { freeName } from '../workbench/freeName.js';
import { COMMANDS } from '../workbench/ids.js';
import { signalOf } from '../workbench/signalOf.js';
import { placeOfConfig } from '../workbench/placeOfConfig.js';
import { configText } from './configText.js';
import { presetItem } from './presetItem.js';

export interface TrainingContext extends FrameContext {
  readonly engine: Pick<Engine, 'request'>;
}

/** Answers to the questions of the command. */
export interface GivenTraining {
  /** Id of a preset. */
  readonly preset?: string;
  /** Name of the run. */
  readonly name?: string;
}

/** Training samples from which a fifth can be held out. */
const FEWEST_TO_SPLIT = 5;
const HELD_OUT = 0.2;

/** @returns the configuration file; undefined if the user leaves a question open */
export async function createTraining(
  context: TrainingContext,
  folder: string,
  check: DataCheck,
  given: GivenTraining,
): Promise<string | undefined> {
  const { report, images } = check;
  const largest = report.samples.reduce(
    (most, one) => (one.width * one.height > most.width * most.height ? one : most),
    report.samples[0] ?? { width: 0, height: 0 },
  );
  if (largest.width === 0)
    throw new EngineError(
      'usage',
      vscode.l10n.t('No sample of {0} can be read. The panel shows why.', folder),
    );
  const fault = report.findings.find(({ kind }) => kind === 'incomplete' || kind === 'unreadable');
  if (fault)
    throw new EngineError(
      'usage',
      vscode.l10n.t('Training would stop at a broken sample: {0} Then check again.', fault.message),
    );
  const tile = { width: largest.width, height: largest.height };
  const asked = { images, tile, samples: report.counts.train };
  const preset = await choosePreset(
    (signal) => context.engine.request('train/presets', asked, { signal }),
    given.preset,
  );
  if (!preset) return undefined;
  const ratio = given.preset === undefined ? await askRatio(report.counts) : 0;
  if (ratio === undefined) return undefined;
  const place = placeOfConfig(folder) ?? report.dir;
  const name = freeName(place, given.name ?? preset.id, CONFIG_ENDING);
  const file = join(place, `${name}${CONFIG_ENDING}`);
  const runs = runsFolders().find((one) => one.startsWith(place)) ?? join(place, 'runs');
  await writeFile(
    file,
    configText({ file, name, data: folder, runs, preset, images, validationRatio: ratio }),
    {
      flag: 'wx',
    },
  );
  const uri = vscode.Uri.file(file);
  await vscode.window.showTextDocument(uri, { preview: false });
  await vscode.commands.executeCommand(COMMANDS.startTraining, uri);
  return file;
}

type PresetChoice = vscode.QuickPickItem & { readonly preset: PresetEstimate };

async function choosePreset(
  estimates: (signal: AbortSignal) => Promise<PresetEstimates>,
  id: string | undefined,
): Promise<PresetEstimate | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Measuring how fast this machine trains …'),
    cancellable: true,
  };
  const { presets, backend } = await vscode.window.withProgress(options, (_, token) =>
    estimates(signalOf(token)),
  );
  const chosen = id === undefined ? await pickPreset(presets, backend) : presets.find((one) => one.id === id);
  if (chosen?.refusal === undefined) return chosen;
  throw new EngineError(
    'out-of-memory',
    vscode.l10n.t('{0} cannot run here: it {1}. Choose a smaller preset.', chosen.title, chosen.refusal),
  );
}

/** Presets that cannot run are listed with the reason, below those that can. */
async function pickPreset(
  presets: readonly PresetEstimate[],
  backend: string,
): Promise<PresetEstimate | undefined> {
  const choices = (which: (preset: PresetEstimate) => boolean): PresetChoice[] =>
    presets.filter(which).map((preset) => ({ ...presetItem(preset), preset }));
  const blocked = choices(({ refusal }) => refusal !== undefined);
  const separator = { label: vscode.l10n.t('Cannot run here'), kind: vscode.QuickPickItemKind.Separator };
  const items: (vscode.QuickPickItem & Partial<PresetChoice>)[] = [
    ...choices(({ refusal }) => refusal === undefined),
    ...(blocked.length > 0 ? [separator, ...blocked] : []),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('New Training: Size of the Networks'),
    placeHolder: vscode.l10n.t('Times of {0}, measured or computed from measured steps', backend),
    ignoreFocusOut: true,
  });
  return picked?.preset;
}

/** Share of the samples that validate if there are none for it. */
async function askRatio({ train, val }: DataCheck['report']['counts']): Promise<number | undefined> {
  if (val > 0 || train < FEWEST_TO_SPLIT) return 0;
  const split = {
    label: vscode.l10n.t('Hold out {0} of {1} samples', Math.round(HELD_OUT * train), train),
    detail: vscode.l10n.t('They validate and are not trained on. Files stay where they are.'),
    ratio: HELD_OUT,
  };
  const none = {
    label: vscode.l10n.t('Train on all samples'),
    detail: vscode.l10n.t('Validation on training samples says nothing about other images.'),
    ratio: 0,
  };
  const picked = await vscode.window.showQuickPick([split, none], {
    title: vscode.l10n.t('New Training: There Is No Folder "val"'),
    ignoreFocusOut: true,
  });
  return picked?.ratio;
}
