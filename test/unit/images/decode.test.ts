// Files that users give by mistake, and attackers on purpose: each is refused with a message that names the problem.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { openImage } from '../../../engine/images/decode.js';
import { refusal } from '../checkpoints/refusal.js';
import { fixture, folderPerTest } from './samplePixels.js';

const refused = (path: string, message: RegExp) =>
  assert.rejects(openImage(path, { colour: 'managed' }), refusal(message, 'image-unreadable'));

describe('what is no image is refused', () => {
  const folder = folderPerTest();
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(folder.file(name), content);
    return folder.file(name);
  };

  it('a missing file', () => refused(folder.file('none.png'), /none\.png: there is no such file/));
  it('a path through a file', () => refused(`${file('a.png', 'x')}/b.png`, /part of its path is a file/));
  it('a folder', () => refused(folder.path, /it is a folder/));
  it('an empty file', () => refused(file('empty.png', ''), /the file is empty/));
  it('a text named .png', () => refused(file('text.png', 'Dear reader,\n'), /text file, not an image/));
  it('random bytes named .tif', () =>
    refused(file('noise.tif', Uint8Array.of(7, 0, 200, 3, 0, 9)), /not an image/));
  it('an SVG', () => refused(file('a.svg', '<svg width="9" height="9"/>'), /XML or HTML/));
  it('a PDF', () => refused(file('a.pdf', '%PDF-1.7\n'), /PDF/));
  it('a GIF', () => refused(fixture('unreadable/picture.gif'), /GIF, a format that is not read/));
  it('a JPEG 2000 image, with what to do', () =>
    refused(
      file('a.jp2', Buffer.from('\0\0\0\x0cjP  \r\n\x87\n', 'latin1')),
      /JPEG 2000.*export it as TIFF/,
    ));
  it('a bitmap', () => refused(fixture('unreadable/picture.bmp'), /bitmap/));
  it('a TIFF of floating-point numbers', () =>
    refused(fixture('unreadable/float.tif'), /32-bit floating-point samples\. Expected 8 or 16 bits/));
  it('a TIFF of five channels', () =>
    refused(fixture('unreadable/five_channels.tif'), /5 separate channels/));
  it('a link that leads to itself', () => {
    symlinkSync(folder.file('loop.png'), folder.file('loop.png'));
    return refused(folder.file('loop.png'), /ELOOP/);
  });
  it('a pipe, without waiting for a writer', function () {
    if (process.platform === 'win32') this.skip(); // no named pipes among files
    execFileSync('mkfifo', [folder.file('pipe.png')]);
    return refused(folder.file('pipe.png'), /not a regular file/);
  });
  it('a file that we may not read', async function () {
    if (process.platform === 'win32') this.skip(); // permissions work differently there
    chmodSync(folder.path, 0o755);
    chmodSync(file('secret.png', readFileSync(fixture('rgb.png'))), 0o000);
    const { seteuid, geteuid } = process;
    const root = geteuid?.() === 0;
    if (root) seteuid?.(65_534); // the superuser may read everything
    try {
      await refused(folder.file('secret.png'), /permission denied/);
    } finally {
      if (root) seteuid?.(0);
    }
  });
});
