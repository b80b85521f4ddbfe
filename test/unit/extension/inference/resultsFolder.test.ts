// Location of the results folder.

import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { resultsFolder } from '../../../../extension/inference/resultsFolder.js';

describe('the results folder', () => {
  const workspace = resolve('/study');
  const image = join(workspace, 'slides', 'tile.png');

  it('is relative to the workspace folder of the image', () =>
    assert.equal(resultsFolder('results', image, workspace), join(workspace, 'results')));

  it('lies beside an image that is in no workspace folder', () =>
    assert.equal(resultsFolder('results', image, undefined), join(workspace, 'slides', 'results')));

  it('may be anywhere', () =>
    assert.equal(resultsFolder(resolve('/elsewhere'), image, workspace), resolve('/elsewhere')));
});
