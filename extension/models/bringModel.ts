// Command "Import DeepLIIF's Original Weights…": says where the authors of DeepLIIF publish theirs, opens that page, and imports
// what was downloaded. The model is in use at once: that is what the user came for.

import * as vscode from 'vscode';
import { PUBLISHED_MODEL } from '../../engine/protocol/demoModel.js';
import { showFailure } from '../workbench/commandTable.js';
import { COMMANDS, SETTINGS } from '../workbench/ids.js';
import { writeSetting } from '../workbench/userSettings.js';
import {
  importModel,
  nameFor,
  pickSource,
  withNotices,
  type ImportContext,
  type ImportSource,
} from './importModel.js';
import { freeModelName } from './knownModels.js';

export async function bringModel(context: ImportContext): Promise<void> {
  const page = vscode.l10n.t('Open the Download Page');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t("Import DeepLIIF's original weights"),
    { modal: true, detail: dialogText() },
    page,
    ...Object.values(sources()),
  );
  if (answer === page) await openPage(context);
  else await importFrom(context, answer);
}

/** Titles of the buttons, by what they import. */
function sources(): Readonly<Record<ImportSource, string>> {
  return { zip: vscode.l10n.t('Import from Zip…'), folder: vscode.l10n.t('Import from Folder…') };
}

function dialogText(): string {
  const lines = [
    vscode.l10n.t(
      'The authors of DeepLIIF publish the weights of their model on Zenodo: {0} (DOI {1}).',
      PUBLISHED_MODEL.file,
      PUBLISHED_MODEL.doi,
    ),
    vscode.l10n.t('Their licence allows non-commercial use only. Read it on the page.'),
    vscode.l10n.t(
      'Download the file and import it as it is: a .zip, or a folder with .pth or .pt files and train_opt.txt. Files are read as data; nothing in them is executed.',
    ),
  ];
  if (vscode.env.remoteName !== undefined)
    lines.push(
      vscode.l10n.t(
        'This window works on another machine, and your browser does not: download or copy the file there.',
      ),
    );
  return lines.join('\n\n');
}

/** Opens the page, and keeps the way back open while the browser downloads. */
async function openPage(context: ImportContext): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(PUBLISHED_MODEL.page));
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t('When {0} is downloaded, import it here.', PUBLISHED_MODEL.file),
      ...Object.values(sources()),
    )
    .then((answer) => importFrom(context, answer))
    .then(undefined, (thrown: unknown) => showFailure(thrown, context.context.log));
}

/** `answer`: title of a button; undefined if the user closed the message. */
async function importFrom(context: ImportContext, answer: string | undefined): Promise<void> {
  const [source] = (['zip', 'folder'] as const).filter((each) => sources()[each] === answer);
  const place = source && (await pickSource(source));
  if (!place) return;
  const name = freeModelName(nameFor(place), context.places.imported);
  const { folder, title, notices } = await importModel(context, place, name);
  await writeSetting(SETTINGS.model, folder);
  const [analyse, showLog] = [vscode.l10n.t('Analyse Image'), vscode.l10n.t('Show Log')];
  const told = withNotices(vscode.l10n.t('"{0}" is imported and in use.', title), notices);
  const buttons = notices.length === 0 ? [analyse] : [analyse, showLog];
  void vscode.window.showInformationMessage(told, ...buttons).then((next) => {
    if (next === analyse) void vscode.commands.executeCommand(COMMANDS.analyseImage);
    if (next === showLog) context.context.log.show();
  });
}
