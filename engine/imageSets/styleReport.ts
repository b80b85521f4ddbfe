// Page with the picture of a layout: points by group, and some images beside them. One HTML file that needs nothing else, runs no
// script and asks no network.

import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { makeBeside } from '../files/writeBeside.js';
import { COLOURS_ON_LIGHT } from '../protocol/chartColours.js';
import { html, type Html } from '../protocol/html.js';
import { METHOD_TITLES, type ImageStyles, type StylePlaces } from '../protocol/imageStyle.js';
import { reportPage } from '../reports/reportPage.js';

const WIDTH = 900;
const HEIGHT = 620;
const MARGIN = 24;
/** Images of each group that are shown. */
const SHOWN_OF_GROUP = 6;

const STYLE = `
.tiles { display: flex; flex-wrap: wrap; gap: 8px; }
.tiles figure { width: 112px; }
.tiles img { height: 112px; object-fit: cover; }
.tiles figcaption { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
circle { fill-opacity: 0.75; stroke: #fff; stroke-width: 1; }
`;

/** @throws EngineError `output-unwritable` */
export async function writeStyleReport(
  file: string,
  styles: ImageStyles,
  places: StylePlaces,
  by: 'folder' | 'marker',
): Promise<void> {
  await makeBeside(file, (temporary) => writeFile(temporary, styleReport(styles, places, by)));
}

export function styleReport(styles: ImageStyles, layout: StylePlaces, by: 'folder' | 'marker'): string {
  const groups = [...new Set(styles.images.map((image) => image[by]))];
  const method = METHOD_TITLES[layout.method];
  const title = `Style of ${styles.images.length} images`;
  const body = html`<h1>${title}</h1>
    <p class="note">${method} of ${styles.features.length} features, coloured by ${by}.</p>
    ${picture(styles, layout, by, groups)} ${axes(styles, layout)}
    ${groups.map((group, i) => groupSection(styles, by, group, i))}`;
  return reportPage(title, body, STYLE);
}

function picture(
  { images }: ImageStyles,
  { places }: StylePlaces,
  by: 'folder' | 'marker',
  groups: readonly string[],
): Html {
  const ends = (axis: 0 | 1) => {
    const values = images.map((_, i) => places[2 * i + axis]!);
    return [Math.min(...values), Math.max(...values)] as const;
  };
  const [x, y] = [ends(0), ends(1)];
  const along = (value: number, [low, high]: readonly [number, number], length: number) =>
    (MARGIN + (high > low ? (value - low) / (high - low) : 0.5) * (length - 2 * MARGIN)).toFixed(1);
  const points = images.map((image, i) => {
    const [cx, cy] = [along(places[2 * i]!, x, WIDTH), along(-places[2 * i + 1]!, [-y[1], -y[0]], HEIGHT)];
    return html`<circle cx="${cx}" cy="${cy}" r="6" fill="${colourOf(groups.indexOf(image[by]))}">
      <title>${image.path}</title>
    </circle>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Places of the images">
    <rect width="${WIDTH}" height="${HEIGHT}" fill="none" stroke="#bbb" />
    ${points}
  </svg>`;
}

function colourOf(group: number): string {
  return COLOURS_ON_LIGHT[group % COLOURS_ON_LIGHT.length]!;
}

function axes({ features }: ImageStyles, { axes: found }: StylePlaces): Html | undefined {
  if (!found) return html`<p class="note">Only neighbours have a meaning here, axes and gaps have none.</p>`;
  return html`<table>
    <tbody>
      ${found.map(
        ({ explained, strongest }, i) =>
          html`<tr>
            <th>${i === 0 ? 'Across' : 'Up'}: ${(100 * explained).toFixed(1)} % of the variance</th>
            <td>
              ${strongest
                .map(({ column, weight }) => `${weight < 0 ? 'less' : 'more'} ${features[column]!.title}`)
                .join('; ')}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function groupSection({ images }: ImageStyles, by: 'folder' | 'marker', group: string, index: number): Html {
  const own = images.filter((image) => image[by] === group);
  const every = Math.max(1, Math.floor(own.length / SHOWN_OF_GROUP));
  const shown = own.filter((_, i) => i % every === 0).slice(0, SHOWN_OF_GROUP);
  return html`<section>
    <h2>
      <svg class="key" viewBox="0 0 10 10"><rect width="10" height="10" fill="${colourOf(index)}" /></svg>
      ${group} (${own.length})
    </h2>
    <div class="tiles">
      ${shown.flatMap(({ path, thumbnail }) =>
        thumbnail
          ? [
              html`<figure>
                <img src="data:image/webp;base64,${Buffer.from(thumbnail).toString('base64')}" alt="" />
                <figcaption title="${path}">${basename(path)}</figcaption>
              </figure>`,
            ]
          : [],
      )}
    </div>
  </section>`;
}
