// Kinds of image files are said once, by the readers; package.json must repeat them, since VS Code asks before it
// loads us.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { imageEndings, imageKinds } from '../../../engine/images/decode.js';

interface Manifest {
  readonly contributes: {
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly customEditors: readonly { readonly selector: readonly { readonly filenamePattern: string }[] }[];
  };
}

describe('kinds of image files', () => {
  const { contributes } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as Manifest;

  it('are named for people', () => assert.equal(imageKinds(), 'PNG, JPEG, WebP or TIFF'));

  it('can be analysed from menus of VS Code, and no others', () => {
    for (const menu of ['explorer/context', 'editor/title']) {
      const { when } = contributes.menus[menu]!.find(({ command }) => command === 'deepliif.analyseImage')!;
      const pattern = new RegExp(/resourceExtname =~ \/(.*)\/i$/.exec(when)![1]!, 'i');
      for (const ending of imageEndings()) assert.match(ending, pattern, menu);
      for (const ending of ['.gif', '.svs', '.pngx']) assert.doesNotMatch(ending, pattern, menu);
    }
  });

  it('can be opened in the viewer', () => {
    const patterns = contributes.customEditors[0]!.selector.map(({ filenamePattern }) => filenamePattern);
    for (const ending of imageEndings()) assert.ok(patterns.includes(`*${ending}`), ending);
  });
});
