// Frame and pieces of every report: one HTML file that needs nothing else, runs no script and asks no network.

import { createHash } from 'node:crypto';
import { html, type Html } from '../protocol/html.js';
import { REPORT_STYLE } from './reportStyle.js';

export interface ReportPicture {
  readonly title: string;
  /** Picture as a data URI. */
  readonly uri: string;
}

/**
 * The whole page, with a policy that allows its style and embedded pictures only.
 * @param moreStyle rules of this report alone
 */
export function reportPage(title: string, body: Html, moreStyle = ''): string {
  const rules = REPORT_STYLE + moreStyle;
  // No space more: the policy allows exactly this text.
  const style: Html = { html: `<style>${rules}</style>` };
  const styleHash = createHash('sha256').update(rules).digest('base64');
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return page.html;
}

export function figure({ title, uri }: ReportPicture): Html {
  return html`<figure>
    <img src="${uri}" alt="${title}" />
    <figcaption>${title}</figcaption>
  </figure>`;
}

/** Name, value, and how the value is set: `hash` in letters of equal width. */
export type ValueRow = readonly [name: string, value: string, kind?: 'hash'];

/** Table of values by name. */
export function valueRows(rows: readonly ValueRow[]): Html {
  return html`<table>
    <tbody>
      ${rows.map(
        ([name, value, kind]) =>
          html`<tr>
            <th>${name}</th>
            <td class="${kind ?? 'words'}">${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
