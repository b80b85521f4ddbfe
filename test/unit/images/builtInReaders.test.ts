// Kinds of image files are said once, by the readers; package.json must repeat them, since VS Code asks before it
// loads us.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { imageEndings, imageKinds } from '../../../engine/images/decode.js';
import { CONTEXTS, EDITORS } from '../../../extension/workbench/ids.js';
import { IMAGE_ENDINGS } from '../../../extension/workbench/imageEndings.js';

interface Manifest {
  readonly contributes: {
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly customEditors: readonly {
      readonly viewType: string;
      readonly priority: string;
      readonly selector: readonly { readonly filenamePattern: string }[];
    }[];
  };
}

/** Formats that VS Code's own preview shows. */
const VSCODE_SHOWS = /^\.(png|jpe?g|webp)$/;

/** Clauses of the menus: images and folders, but not those of a listed result or of the default results folder. */
const RESULTS = CONTEXTS.resultFolders;
const IMAGE =
  `resourceExtname =~ /^\\.(${imageEndings()
    .map((ending) => ending.slice(1))
    .join('|')})$/i` +
  ` && resourceDirname not in ${RESULTS} && !(resourceDirname =~ /[\\\\/]deepliif-results[\\\\/]/)`;
const FOLDER =
  `explorerResourceIsFolder && resourcePath not in ${RESULTS}` +
  ` && !(resourceDirname =~ /[\\\\/]deepliif-results$/)`;

describe('kinds of image files', () => {
  const { menus, customEditors } = (
    JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as Manifest
  ).contributes;

  it('are named for people', () => assert.equal(imageKinds(), 'PNG, JPEG, WebP or TIFF'));

  it('can be analysed from menus of VS Code, and no others; pictures of results cannot', () => {
    for (const [menu, clause] of [
      ['explorer/context', `${FOLDER} || ${IMAGE}`],
      ['editor/title', IMAGE],
    ] as const)
      assert.equal(menus[menu]!.find(({ command }) => command === 'deepliif.analyseImage')!.when, clause);
  });

  it('can be chosen in dialogs, and no others', () =>
    assert.deepEqual(
      [...IMAGE_ENDINGS].sort(),
      imageEndings()
        .map((ending) => ending.slice(1))
        .sort(),
    ));

  it('are one list in all menus', () => {
    const [pattern] = /\/\^.*?\$\/i/.exec(IMAGE)!;
    for (const { command, when } of Object.values(menus).flat())
      if (when?.includes('resourceExtname'))
        assert.ok(when.includes(`resourceExtname =~ ${pattern}`), `${command}: ${when}`);
  });

  it('open in the viewer: in place of an error if VS Code cannot show them, else on request', () => {
    const patternsOf = (isShown: boolean) =>
      imageEndings()
        .filter((ending) => VSCODE_SHOWS.test(ending) === isShown)
        .map((ending) => ({ filenamePattern: `*${ending}` }));
    assert.deepEqual(
      customEditors.map(({ viewType, priority, selector }) => ({ viewType, priority, selector })),
      [
        { viewType: EDITORS.image, priority: 'option', selector: patternsOf(true) },
        { viewType: EDITORS.slide, priority: 'default', selector: patternsOf(false) },
      ],
    );
  });
});
