// The question at which magnification the images of a folder were scanned.

import { basename } from 'node:path';
import type * as vscode from 'vscode';
import {
  isSameMagnification,
  magnificationInWords,
  MPP_AT_40X,
  mppInWords,
} from '../../engine/protocol/scale.js';
import { l10n } from '../workbench/l10n.js';

/** The part of VS Code's window that asks. */
export type AskingWindow = Pick<typeof vscode.window, 'showQuickPick' | 'showInputBox'>;

export interface MagnificationQuestion {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Micrometres per pixel that the model was trained on: the first answer that is offered. */
  readonly modelMpp?: number;
  /** Micrometres per pixel that are set now, if any; then the user can also have them forgotten. */
  readonly current?: number | undefined;
  /** Closes the question. */
  readonly token?: vscode.CancellationToken;
}

/** Sizes of a pixel at 40x, 20x and 10x. */
const OFFERED = [MPP_AT_40X, 2 * MPP_AT_40X, 4 * MPP_AT_40X];

/** Sizes that images of tissue have: finer is beyond light, coarser shows no cells. */
const FINEST_MPP = 0.01;
const COARSEST_MPP = 10;

interface Answer extends vscode.QuickPickItem {
  readonly answer: number | 'other' | 'forget';
}

/** Micrometres per pixel, `forget`, or undefined if the user chose nothing. */
export async function askMagnification(
  window: AskingWindow,
  question: MagnificationQuestion,
): Promise<number | 'forget' | undefined> {
  const { folder, current, token } = question;
  const options = {
    title: l10n.t('Magnification of the images in {0}', basename(folder) || folder),
    placeHolder: l10n.t(
      'The image files do not say it, and a model finds other cells at another magnification. The answer is remembered for the folder.',
    ),
    ignoreFocusOut: true,
  };
  const picked = await window.showQuickPick<Answer>(answers(question), options, token);
  if (picked?.answer !== 'other') return picked?.answer;
  const typed = await window.showInputBox(
    {
      title: options.title,
      prompt: l10n.t('Micrometres per pixel: about 0.25 at 40x, 0.5 at 20x, 1 at 10x'),
      value: current === undefined ? '' : String(current),
      validateInput: (text) => (micrometres(text) === undefined ? expected() : undefined),
      ignoreFocusOut: true,
    },
    token,
  );
  return typed === undefined ? undefined : micrometres(typed);
}

function answers({ modelMpp, current }: MagnificationQuestion): readonly Answer[] {
  const isModels = (mpp: number) => modelMpp !== undefined && isSameMagnification(mpp, modelMpp);
  const others = OFFERED.filter((mpp) => !isModels(mpp));
  const sizes = modelMpp === undefined ? others : [modelMpp, ...others];
  return [
    ...sizes.map((mpp) => ({
      label: magnificationInWords(mpp),
      description: [
        mppInWords(mpp),
        ...(isModels(mpp) ? [l10n.t('as the model was trained')] : []),
        ...(mpp === current ? [l10n.t('set now')] : []),
      ].join(' · '),
      answer: mpp,
    })),
    { label: l10n.t('Enter µm per Pixel…'), answer: 'other' as const },
    ...(current === undefined
      ? []
      : [{ label: l10n.t('Forget {0}', mppInWords(current)), answer: 'forget' as const }]),
  ];
}

/** The number in a text, with a point or a comma; undefined if it is no size of a pixel. */
function micrometres(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.') || NaN);
  return value >= FINEST_MPP && value <= COARSEST_MPP ? value : undefined;
}

function expected(): string {
  return l10n.t('Expected a number from {0} to {1}, such as 0.25.', FINEST_MPP, COARSEST_MPP);
}
