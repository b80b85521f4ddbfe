// Notebook as one HTML file: text, code and outputs, with every picture inside. The file runs no script and loads nothing;
// all that a notebook says is escaped or cleaned, since anybody may have written it.

import { html, type Html } from '../../engine/protocol/html.js';
import { l10n } from '../workbench/l10n.js';
import { cleanHtml, type PictureSource } from './cleanHtml.js';
import { outputHtml, type ExportedOutput, type RenderMarkdown } from './outputHtml.js';
import { NOTEBOOK_STYLE } from './notebookStyle.js';

export interface ExportedCell {
  readonly kind: 'markdown' | 'code';
  readonly text: string;
  /** Address of a picture that the cell's Markdown names, and that the file may contain. */
  readonly pictureOf: PictureSource;
  /** Number of its last execution. */
  readonly order?: number;
  readonly outputs: readonly ExportedOutput[];
}

/** The policy is a second wall: all content has been cleaned before. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** The whole page, beginning with its doctype. */
export async function notebookPage(
  title: string,
  cells: readonly ExportedCell[],
  render: RenderMarkdown,
): Promise<string> {
  const parts: Html[] = [];
  for (const cell of cells) parts.push(await cellHtml(cell, render));
  const page = html`<!DOCTYPE html>
    <html>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${{ html: NOTEBOOK_STYLE }}
        </style>
      </head>
      <body>
        <main>${parts}</main>
      </body>
    </html> `;
  return page.html;
}

async function cellHtml({ kind, text, order, outputs, pictureOf }: ExportedCell, render: RenderMarkdown) {
  if (kind === 'markdown')
    return html`<section class="markdown">${cleanHtml(await render(text), pictureOf)}</section> `;
  const shown: Html[] = [];
  for (const output of outputs) {
    const one = await outputHtml(output, render);
    if (one) shown.push(html`<div class="output">${one}</div> `);
  }
  const label = order === undefined ? '[ ]' : `[${order}]`;
  const code = html`<pre class="code" aria-label="${l10n.t('Code')}"><code>${text}</code></pre>`;
  return html`<section class="cell">
    <div class="order">${label}</div>
    <div class="body">${text.trim() === '' ? undefined : code} ${shown}</div>
  </section> `;
}
