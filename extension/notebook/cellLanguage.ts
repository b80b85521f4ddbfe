// Completion, hover, signatures, definitions and errors in the cells of notebooks, across all cells. VS Code's own service
// knows one cell at a time and answers as well; what it offers is left out here.

import * as vscode from 'vscode';
import type { CellLanguageRequests, CellRange, Explanation } from '../../engine/protocol/cellLanguage.js';
import type { ParamsOf, ResultOf } from '../../engine/protocol/requestTable.js';
import type { EngineLog } from '../engine/process.js';
import { cellLanguageProcess } from './cellLanguageProcess.js';
import { completionKind } from './completionKind.js';
import { KERNEL_LANGUAGES, NOTEBOOK_TYPE } from './kernelIds.js';

export interface CellLanguageContext {
  /** The service's entry script. */
  readonly script: string;
  readonly log: EngineLog;
  /** True for a notebook whose cells our kernel runs. */
  readonly isOurs: (notebook: vscode.NotebookDocument) => boolean;
  readonly folderOf: (notebook: vscode.NotebookDocument) => string;
}

/** VS Code's own service of TypeScript. */
const BUILT_IN = 'vscode.typescript-language-features';
/** Pause in typing after which errors are looked for. */
const PAUSE_MS = 400;

const SELECTOR: vscode.DocumentSelector = KERNEL_LANGUAGES.map((language) => ({
  notebookType: NOTEBOOK_TYPE,
  language,
}));

export function followCellLanguage({ script, log, isOurs, folderOf }: CellLanguageContext) {
  const process = cellLanguageProcess(script, log);
  const problems = vscode.languages.createDiagnosticCollection('deepliif-cells');
  const timers = new Map<vscode.NotebookDocument, NodeJS.Timeout>();
  const isBeside = () => vscode.extensions.getExtension(BUILT_IN)?.isActive === true;

  const ask = async <M extends keyof CellLanguageRequests>(
    notebook: vscode.NotebookDocument,
    method: M,
    params: ParamsOf<CellLanguageRequests, M>,
  ): Promise<ResultOf<CellLanguageRequests, M> | undefined> => {
    const cells = notebook.getCells().filter(isCode);
    const about = {
      version: cells.map(({ document }) => `${document.uri.fragment}:${document.version}`).join(),
      text: () => ({
        notebook: notebook.uri.toString(),
        folder: folderOf(notebook),
        cells: cells.map(({ document }) => ({
          id: document.uri.toString(),
          code: document.getText().replaceAll('\r\n', '\n'),
          language: languageOf(document),
        })),
      }),
    };
    return process.request(method, params, about);
  };

  /** Answers with `none` for cells of other kernels. */
  const answering =
    <T>(none: T, answer: (notebook: vscode.NotebookDocument, at: At) => Promise<T>) =>
    async (document: vscode.TextDocument, { line, character }: vscode.Position): Promise<T> => {
      const notebook = notebookOf(document);
      if (!notebook || !isOurs(notebook)) return none;
      const at = {
        notebook: notebook.uri.toString(),
        cell: document.uri.toString(),
        line,
        column: character,
      };
      return answer(notebook, at);
    };

  const check = async (notebook: vscode.NotebookDocument) => {
    const found = isOurs(notebook)
      ? await ask(notebook, 'notebook/problems', { notebook: notebook.uri.toString() })
      : [];
    if (!found || notebook.isClosed) return;
    for (const { document } of notebook.getCells()) {
      const own = found.filter(
        ({ cell, isSyntax }) => cell === document.uri.toString() && !(isSyntax && isBeside()),
      );
      problems.set(document.uri, own.map(diagnosticOf));
    }
  };
  const checkSoon = (notebook: vscode.NotebookDocument) => {
    if (notebook.notebookType !== NOTEBOOK_TYPE) return;
    clearTimeout(timers.get(notebook));
    timers.set(
      notebook,
      setTimeout(() => void check(notebook), PAUSE_MS),
    );
  };
  const forget = (notebook: vscode.NotebookDocument) => {
    clearTimeout(timers.get(notebook));
    timers.delete(notebook);
    for (const { document } of notebook.getCells()) problems.delete(document.uri);
    process.close(notebook.uri.toString());
  };

  const registered = vscode.Disposable.from(
    problems,
    vscode.languages.registerCompletionItemProvider(
      SELECTOR,
      completions(answering, ask, isBeside),
      '.',
      '"',
      "'",
      '/',
    ),
    vscode.languages.registerHoverProvider(SELECTOR, {
      provideHover: answering(undefined, async (notebook, at) => {
        const told = await ask(notebook, 'cell/hover', { ...at, beside: isBeside() });
        return told ? new vscode.Hover(markdownOf(told), rangeOf(told)) : undefined;
      }),
    }),
    vscode.languages.registerSignatureHelpProvider(
      SELECTOR,
      {
        provideSignatureHelp: answering(undefined, async (notebook, at) => {
          const help = await ask(notebook, 'cell/signatures', at);
          return help ? signatureHelp(help) : undefined;
        }),
      },
      '(',
      ',',
    ),
    vscode.languages.registerDefinitionProvider(SELECTOR, {
      provideDefinition: answering(undefined, async (notebook, at) =>
        (await ask(notebook, 'cell/definitions', at))?.map(
          (found) =>
            new vscode.Location(
              'cell' in found ? vscode.Uri.parse(found.cell) : vscode.Uri.file(found.file),
              rangeOf(found),
            ),
        ),
      ),
    }),
    vscode.workspace.onDidOpenNotebookDocument(checkSoon),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => checkSoon(notebook)),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      const notebook = notebookOf(document);
      if (notebook) checkSoon(notebook);
    }),
    vscode.workspace.onDidCloseNotebookDocument(forget),
  );
  vscode.workspace.notebookDocuments.forEach(checkSoon);

  return {
    /** Looks for errors again: the notebook has another kernel. */
    changed: checkSoon,
    dispose: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      registered.dispose();
      void process.stop();
    },
  };
}

interface At {
  readonly notebook: string;
  readonly cell: string;
  readonly line: number;
  readonly column: number;
}

class CellCompletionItem extends vscode.CompletionItem {
  constructor(
    name: string,
    kind: string,
    readonly at: At,
    readonly of: vscode.NotebookDocument,
  ) {
    super(name, completionKind(kind));
  }
}

type Ask = <M extends keyof CellLanguageRequests>(
  notebook: vscode.NotebookDocument,
  method: M,
  params: ParamsOf<CellLanguageRequests, M>,
) => Promise<ResultOf<CellLanguageRequests, M> | undefined>;

type Answering = <T>(
  none: T,
  answer: (notebook: vscode.NotebookDocument, at: At) => Promise<T>,
) => (document: vscode.TextDocument, position: vscode.Position) => Promise<T>;

function completions(
  answering: Answering,
  ask: Ask,
  isBeside: () => boolean,
): vscode.CompletionItemProvider<CellCompletionItem> {
  return {
    provideCompletionItems: answering<CellCompletionItem[]>([], async (notebook, at) => {
      const found = await ask(notebook, 'cell/completions', { ...at, beside: isBeside() });
      return (found ?? []).map(({ name, kind, sortText, insertText }) => {
        const item = new CellCompletionItem(name, kind, at, notebook);
        item.sortText = sortText;
        if (insertText !== undefined) item.insertText = insertText;
        return item;
      });
    }),
    resolveCompletionItem: async (item) => {
      const name = typeof item.label === 'string' ? item.label : item.label.label;
      const told = await ask(item.of, 'cell/completion', { ...item.at, name });
      if (told) {
        item.detail = told.declaration;
        item.documentation = new vscode.MarkdownString(told.documentation);
      }
      return item;
    },
  };
}

function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}

function isCode({ kind, document }: vscode.NotebookCell): boolean {
  return kind === vscode.NotebookCellKind.Code && KERNEL_LANGUAGES.some((one) => one === document.languageId);
}

function languageOf({ languageId }: vscode.TextDocument): 'typescript' | 'javascript' {
  return languageId === 'javascript' ? 'javascript' : 'typescript';
}

function rangeOf({ start, end }: CellRange): vscode.Range {
  return new vscode.Range(start.line, start.column, end.line, end.column);
}

function diagnosticOf(
  problem: CellRange & { readonly code: number; readonly message: string },
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(problem),
    problem.message,
    vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = 'ts';
  diagnostic.code = problem.code;
  return diagnostic;
}

function markdownOf({ declaration, documentation }: Explanation): vscode.MarkdownString {
  return new vscode.MarkdownString(`\`\`\`typescript\n${declaration}\n\`\`\`\n${documentation}`);
}

function signatureHelp(
  help: NonNullable<ResultOf<CellLanguageRequests, 'cell/signatures'>>,
): vscode.SignatureHelp {
  const shown = new vscode.SignatureHelp();
  shown.activeSignature = help.active;
  shown.activeParameter = help.activeParameter;
  shown.signatures = help.signatures.map(({ label, documentation, parameters }) => {
    const signature = new vscode.SignatureInformation(label, new vscode.MarkdownString(documentation));
    signature.parameters = parameters.map(
      (one) => new vscode.ParameterInformation(one.label, new vscode.MarkdownString(one.documentation)),
    );
    return signature;
  });
  return shown;
}
