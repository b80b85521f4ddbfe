// Command "Copy as Code…": the plan of a result as a command line, a cell of a notebook, a script of an extension, or Python.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ModelSummary } from '../../engine/protocol/requests.js';
import type { Plugin } from '../../engine/protocol/plugins.js';
import { planFile, plugInsOf, readPlan, stepsNamed } from '../../engine/reading/plan.js';
import { imagePath } from '../../engine/reading/resultRecord.js';
import { extensionCode, notebookCode, pythonCode, shellCommand, type PlacedPlan } from './planCode.js';
import { modelHere, outOf } from './planCommands.js';
import type { Shell } from './shellQuote.js';

/**
 * Copies the code of a plan to the clipboard, in the form that the user picks, and returns it; undefined if they pick none.
 * `place`: a plan or a result folder. `plugins`: those that the engine knows. `form`: id of a form, for which nobody is asked.
 */
export async function copyAsCode(
  place: string,
  models: readonly ModelSummary[],
  plugins: readonly Plugin[],
  form?: string,
): Promise<string | undefined> {
  const forms = formsOf(await placed(planFile(place), models, plugins));
  const picked =
    forms.find(({ id }) => id === form) ??
    (await vscode.window.showQuickPick(forms, { placeHolder: vscode.l10n.t('Copy as …') }));
  if (!picked) return undefined;
  await vscode.env.clipboard.writeText(picked.code);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', picked.label), 5000);
  return picked.code;
}

interface Form extends vscode.QuickPickItem {
  readonly id: string;
  readonly code: string;
}

function formsOf(plan: PlacedPlan): readonly Form[] {
  const here: Shell = process.platform === 'win32' ? 'powershell' : 'posix';
  const script = extensionCode(plan);
  return [
    {
      id: 'shell',
      label: vscode.l10n.t('Command Line'),
      detail:
        here === 'powershell'
          ? vscode.l10n.t('Quoted for PowerShell. Needs "deepliif" on the path.')
          : vscode.l10n.t('Quoted for POSIX shells, such as bash and zsh. Needs "deepliif" on the path.'),
      code: shellCommand(plan, here),
    },
    {
      id: 'notebook',
      label: vscode.l10n.t('Notebook Cell'),
      detail: vscode.l10n.t('TypeScript for the DeepLIIF kernel.'),
      code: notebookCode(plan),
    },
    ...(script === undefined
      ? []
      : [
          {
            id: 'typescript',
            label: vscode.l10n.t('TypeScript'),
            detail: vscode.l10n.t('For an extension of yours, by the API of DeepLIIF.'),
            code: script,
          },
        ]),
    {
      id: 'python',
      label: vscode.l10n.t('Python'),
      detail: vscode.l10n.t('Calls the command line and reads the scores. Needs "deepliif" on the path.'),
      code: pythonCode(plan),
    },
  ];
}

async function placed(
  file: string,
  models: readonly ModelSummary[],
  plugins: readonly Plugin[],
): Promise<PlacedPlan> {
  const plan = await readPlan(file);
  const folder = dirname(file);
  const place = ({ path, absolutePath }: { readonly path: string; readonly absolutePath: string }) => {
    const beside = imagePath(folder, path);
    return beside !== undefined && existsSync(beside) ? beside : absolutePath;
  };
  const [inference] = stepsNamed(plan, 'infer');
  const pictures = stepsNamed(plan, 'readPicture');
  const seg = pictures.find(({ picture }) => picture === 'segmentation');
  const marker = pictures.find(({ picture }) => picture === 'marker');
  return {
    plan,
    file,
    image: place(stepsNamed(plan, 'readImage')[0]!),
    out: outOf(file),
    model: modelHere(plan, models).model ?? inference?.model.folder ?? inference?.model.id ?? '',
    ...(seg ? { seg: place(seg) } : {}),
    ...(marker ? { marker: place(marker) } : {}),
    // A plug-in that is not here is named, so that the command says what is missing.
    plugins: plugInsOf(plan).map(
      ({ plugin }) => plugins.find(({ id }) => id === plugin)?.folder ?? `folder of ${plugin}`,
    ),
  };
}
