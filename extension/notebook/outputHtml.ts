// One output of a cell as HTML: of its representations the one that says most without a program. DeepLIIF's own become
// their picture and a table of numbers.

import { html, type Html } from '../../engine/protocol/html.js';
import { l10n } from '../workbench/l10n.js';
import { cleanHtml } from './cleanHtml.js';
import { outputTable } from './outputTables.js';

/** Markdown → HTML of unknown trust. */
export type RenderMarkdown = (text: string) => Promise<string>;

/** Representations of an output by MIME type, as VS Code keeps them. */
export interface ExportedOutput {
  readonly items: ReadonlyMap<string, Uint8Array>;
}

/** Pictures by MIME type, with the bytes with which such a file begins; SVG is drawn as a picture, without its scripts. */
const PICTURES: Readonly<Record<string, readonly number[]>> = {
  'image/png': [0x89, 0x50, 0x4e, 0x47],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/gif': [0x47, 0x49, 0x46, 0x38],
  'image/webp': [0x52, 0x49, 0x46, 0x46],
  'image/svg+xml': [],
};
const ERROR = 'application/vnd.code.notebook.error';
const STREAMS: Readonly<Record<string, string>> = {
  'application/vnd.code.notebook.stdout': 'stdout',
  'application/x.notebook.stdout': 'stdout',
  'application/x.notebook.stream': 'stdout',
  'application/vnd.code.notebook.stderr': 'stderr',
  'application/x.notebook.stderr': 'stderr',
};

/** undefined for an output that has nothing to show. */
export async function outputHtml(
  { items }: ExportedOutput,
  render: RenderMarkdown,
): Promise<Html | undefined> {
  const error = items.get(ERROR);
  if (error) return html`<pre class="error">${errorText(decoded(error))}</pre>`;
  for (const [mime, stream] of Object.entries(STREAMS)) {
    const bytes = items.get(mime);
    if (bytes) return html`<pre class="${stream}">${withoutAnsi(decoded(bytes))}</pre>`;
  }
  const table = ownTable(items);
  const picture = pictureHtml(items, l10n.t('Picture made by the cell'));
  if (table) return html`${picture ? [picture] : []}${table}`;
  if (picture) return picture;
  const rich = items.get('text/html');
  if (rich) return html`<div class="rich">${cleanHtml(decoded(rich), dataPicture)}</div>`;
  const markdown = items.get('text/markdown') ?? items.get('text/latex');
  if (markdown)
    return html`<div class="markdown">${cleanHtml(await render(decoded(markdown)), dataPicture)}</div>`;
  const plain = items.get('text/plain');
  if (plain) return html`<pre>${withoutAnsi(decoded(plain))}</pre>`;
  for (const [mime, bytes] of items)
    if (/[/+]json$/.test(mime)) return html`<pre>${indented(decoded(bytes))}</pre>`;
  const [mime] = items.keys();
  return mime === undefined
    ? undefined
    : html`<p class="note">${l10n.t('An output of type {0}, which this file cannot show.', mime)}</p>`;
}

/** Picture with its bytes in its address; undefined for a file of another kind. */
export function pictureAddress(mime: string, bytes: Uint8Array): string | undefined {
  const signature = PICTURES[mime];
  if (!signature?.every((byte, at) => bytes[at] === byte)) return undefined;
  return `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`;
}

/** Pictures that a page carries in itself; SVG not, since Markdown has no need for it. */
export function dataPicture(src: string): string | undefined {
  const [, mime, base64] = /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]+)$/.exec(src) ?? [];
  return mime === undefined ? undefined : pictureAddress(mime, Buffer.from(base64!, 'base64'));
}

function pictureHtml(items: ReadonlyMap<string, Uint8Array>, alt: string): Html | undefined {
  for (const mime of Object.keys(PICTURES)) {
    const bytes = items.get(mime);
    const address = bytes && pictureAddress(mime, bytes);
    if (address !== undefined) return html`<img src="${address}" alt="${alt}" />`;
  }
  return undefined;
}

function ownTable(items: ReadonlyMap<string, Uint8Array>): Html | undefined {
  for (const [mime, bytes] of items) {
    const table = outputTable(mime, () => JSON.parse(decoded(bytes)) as unknown);
    if (table) return table;
  }
  return undefined;
}

function errorText(text: string): string {
  try {
    const { name, message, stack } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const said = [name, message].filter((part) => typeof part === 'string' && part !== '').join(': ');
    return withoutAnsi(typeof stack === 'string' && stack !== '' ? stack : said);
  } catch {
    return withoutAnsi(text);
  }
}

/** Terminal colours of tracebacks and progress bars are left out. */
function withoutAnsi(text: string): string {
  // eslint-disable-next-line no-control-regex -- the escape character begins each of them
  return text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}

function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
