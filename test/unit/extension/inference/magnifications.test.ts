// Magnifications of folders, which the workspace remembers.

import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { magnificationsIn } from '../../../../extension/inference/magnifications.js';
import { memory } from './memory.js';

describe('the magnification of a folder', () => {
  const slides = resolve('slides');

  it('holds for the folder and those in it, unless they have their own', async () => {
    const magnifications = magnificationsIn(memory());
    assert.equal(magnifications.of(slides), undefined);
    await magnifications.set(slides, 0.5);
    await magnifications.set(join(slides, 'b'), 0.25);
    assert.deepEqual(
      ['', 'a', 'b', 'b/c', '../other'].map((folder) => magnifications.of(join(slides, folder))),
      [0.5, 0.5, 0.25, 0.25, undefined],
    );
  });

  it('can be forgotten', async () => {
    const magnifications = magnificationsIn(memory());
    await magnifications.set(slides, 0.5);
    assert.ok(magnifications.has(slides) && !magnifications.has(join(slides, 'a')));
    await magnifications.set(slides, undefined);
    assert.equal(magnifications.of(slides), undefined);
  });
});
