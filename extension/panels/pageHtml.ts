// HTML of a page: an empty body that its script fills, under a policy that lets it load our own files and the folders it
// shows, run our own script, and reach nothing else.

import { escaped } from '../../engine/protocol/html.js';

export interface PageFiles {
  /** Addresses as the webview serves them. */
  readonly script: string;
  readonly styles?: string;
  /** Source of a page's worker; the page fetches it, since a webview starts workers from blobs only. */
  readonly worker?: string;
  /** Source of the webview's files, as policies name it. */
  readonly cspSource: string;
  /** Sizes of areas, in CSS pixels by name, with which a page of this kind begins. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Translations of the page's texts; English ones if there are none (webview/ui/l10n.ts). */
  readonly texts?: Readonly<Record<string, string>>;
}

/** `nonce`: fresh for every page, letters and digits. */
export function pageHtml(
  { script, styles, worker, cspSource, sizes = {}, texts }: PageFiles,
  nonce: string,
): string {
  const policy = [
    `default-src 'none'`,
    `img-src ${cspSource} blob: data:`,
    // Pictures and cells are fetched; blobs are pictures on their way to a texture.
    `connect-src ${cspSource} blob:`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    ...(worker === undefined ? [] : [`worker-src blob:`]),
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${nonce}">
<title>DeepLIIF</title>
${styles === undefined ? '' : `<link rel="stylesheet" href="${escaped(styles)}">\n`}</head>
<body${worker === undefined ? '' : ` data-worker="${escaped(worker)}"`}${Object.keys(sizes).length === 0 ? '' : ` data-sizes="${escaped(JSON.stringify(sizes))}"`}>
<div id="root"></div>
${texts === undefined ? '' : `<script type="application/json" id="texts">${data(texts)}</script>\n`}<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

/** JSON in a script element that is never run: nothing in it can end the element. */
function data(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
