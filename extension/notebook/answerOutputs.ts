// Answers to outputs in notebooks: opens their folders, says whether these are there and unchanged, reads pictures in full,
// follows runs and sweeps while they grow. Paths come from the notebook, so everything is read as data of unknown origin.

import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { OutputPlace } from '../../engine/protocol/outputs.js';
import { finite, message, oneOf, stored, text, tuple } from '../../engine/protocol/shape.js';
import {
  folderOfOutput,
  stateOfOutputFolder,
  type OutputFolderState,
} from '../../engine/reading/outputPlace.js';
import { layerFiles } from '../../engine/reading/resultPictures.js';
import { imagePath, readResultRecord } from '../../engine/reading/resultRecord.js';
import type { GrowingOutput, NotebookDown, NotebookUp, PlaceKind } from '../../webview/messages/notebook.js';
import { messageReader, PATH, type ShapesOf } from '../panels/checkedMessage.js';
import { COMMANDS } from '../workbench/ids.js';
import { followOutput } from './followOutput.js';
import { folderOf } from './registerKernel.js';
import { openRunOutput } from './runOutputNow.js';
import { openSweepOutput } from './sweepOutputNow.js';

export interface OutputAnswers extends vscode.Disposable {
  receive(editor: vscode.NotebookEditor, message: unknown): Promise<void>;
}

/** Sends a message to the outputs of one editor; false once it is closed. */
export type PostOutput = (editor: vscode.NotebookEditor, message: NotebookDown) => Thenable<boolean>;

const kind = oneOf('result', 'run', 'sweep');
const place = stored({ path: PATH }, { sha256: text({ most: 64 }) });
const sight = tuple(finite, finite, finite, finite);
const output = text({ least: 1, most: 200 });
const SHAPES: ShapesOf<NotebookUp> = {
  open: message({ type: oneOf('open'), kind, place }, { sight }),
  check: message({ type: oneOf('check'), output, kind, place }),
  pictures: message({ type: oneOf('pictures'), output, place }),
  watch: message({ type: oneOf('watch'), output, kind: oneOf('run', 'sweep'), place }),
  unwatch: message({ type: oneOf('unwatch'), output }),
};
const readMessage = messageReader<NotebookUp>(SHAPES);

/** Larger files are not sent: an output shows a few hundred pixels of them. */
const MOST_PICTURE_BYTES = 12 * 2 ** 20;
const MIMES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
};
/** Command that opens a folder. */
const OPENS: Readonly<Record<PlaceKind, string>> = {
  result: COMMANDS.openResult,
  run: COMMANDS.openDashboard,
  sweep: COMMANDS.openSweepDashboard,
};

export function answerOutputs(post: PostOutput): OutputAnswers {
  /** Runs and sweeps that are followed, by the output that shows each. */
  const watched = new Map<string, { readonly notebook: vscode.NotebookDocument } & vscode.Disposable>();
  const unwatch = (id: string) => {
    watched.get(id)?.dispose();
    watched.delete(id);
  };
  const closing = vscode.workspace.onDidCloseNotebookDocument((closed) => {
    for (const [id, { notebook }] of [...watched]) if (notebook === closed) unwatch(id);
  });

  const receive = async (editor: vscode.NotebookEditor, received: unknown): Promise<void> => {
    const intent = readMessage(received);
    switch (intent.type) {
      case 'open':
        return openPlace(editor, intent);
      case 'check': {
        const state = await stateOf(editor, intent.kind, intent.place);
        await post(editor, { type: 'folder', output: intent.output, ...folderWords(state, intent) });
        return;
      }
      case 'pictures':
        for await (const picture of fullPictures(placeOf(editor, intent.place)))
          await post(editor, { type: 'picture', output: intent.output, ...picture });
        return;
      case 'watch': {
        unwatch(intent.output);
        const folder = placeOf(editor, intent.place);
        const send = (shown: GrowingOutput) => post(editor, { type: 'now', output: intent.output, ...shown });
        const { dispose } =
          intent.kind === 'run'
            ? followOutput(
                () => openRunOutput(folder, intent.place),
                (now) => send({ kind: 'run', now }),
              )
            : followOutput(
                () => openSweepOutput(folder, intent.place),
                (now) => send({ kind: 'sweep', now }),
              );
        watched.set(intent.output, { notebook: editor.notebook, dispose });
        return;
      }
      case 'unwatch':
        return unwatch(intent.output);
      default:
        return; // messages of every page, which outputs do not send
    }
  };
  return {
    receive,
    dispose: () => {
      closing.dispose();
      for (const id of [...watched.keys()]) unwatch(id);
    },
  };
}

function placeOf(editor: vscode.NotebookEditor, given: OutputPlace): string {
  const folder = folderOfOutput(given, folderOf(editor.notebook));
  if (folder !== undefined) return folder;
  throw new EngineError(
    'usage',
    vscode.l10n.t(
      '{0} is on another machine. Copy the folder to this one and run the cell again.',
      given.path,
    ),
  );
}

async function stateOf(
  editor: vscode.NotebookEditor,
  of: PlaceKind,
  given: OutputPlace,
): Promise<OutputFolderState> {
  const folder = folderOfOutput(given, folderOf(editor.notebook));
  return folder === undefined ? 'gone' : stateOfOutputFolder(of, folder, given);
}

function folderWords(
  state: OutputFolderState,
  { kind: of, place: given }: { readonly kind: PlaceKind; readonly place: OutputPlace },
): { readonly there: boolean; readonly problem?: string } {
  if (state === 'unchanged') return { there: true };
  if (state === 'gone')
    return {
      there: false,
      problem: vscode.l10n.t(
        '{0} is not there any more. This output shows what it holds; run its cell again to make the folder anew.',
        given.path,
      ),
    };
  return {
    there: true,
    problem:
      of === 'result'
        ? vscode.l10n.t(
            '{0} has been scored or analysed again since. This output shows the earlier state; run its cell again.',
            given.path,
          )
        : vscode.l10n.t(
            '{0} has changed since. This output shows the earlier state; run its cell again.',
            given.path,
          ),
  };
}

async function openPlace(
  editor: vscode.NotebookEditor,
  { kind: of, place: given, sight: shown }: Extract<NotebookUp, { readonly type: 'open' }>,
): Promise<void> {
  const folder = placeOf(editor, given);
  const state = await stateOfOutputFolder(of, folder, given);
  if (state === 'gone')
    throw new EngineError('usage', folderWords(state, { kind: of, place: given }).problem!);
  await vscode.commands.executeCommand(OPENS[of], vscode.Uri.file(folder), undefined, shown);
}

interface FullPicture {
  readonly picture: string;
  readonly mime: string;
  readonly base64: string;
}

/** Pictures of a result in full, or their overviews where they are large; missing ones are left out. */
async function* fullPictures(folder: string): AsyncGenerator<FullPicture> {
  const record = await readResultRecord(folder);
  const image = imagePath(folder, record.image.path);
  const files = [
    ...(image === undefined ? [] : [{ id: 'ihc', file: image }]),
    ...layerFiles(record).map(({ id, file, overview }) => ({ id, file: join(folder, overview ?? file) })),
  ];
  for (const { id, file } of files) {
    const mime = MIMES[extname(file).toLowerCase()];
    const found = mime === undefined ? undefined : await stat(file).catch(() => undefined);
    if (mime === undefined || !found?.isFile() || found.size > MOST_PICTURE_BYTES) continue;
    yield { picture: id, mime, base64: (await readFile(file)).toString('base64') };
  }
}
