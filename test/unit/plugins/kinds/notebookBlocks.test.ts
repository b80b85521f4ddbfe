import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNotebookBlock } from '../../../../engine/plugins/kinds/notebookBlocks.js';
import { contribution } from './contribution.js';

describe('a notebook block of a plug-in', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'deepliif-block-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const block = () => {
    const made = contribution(
      'notebookBlocks',
      { id: 'plot', title: 'Plot', language: 'python', file: 'plot.py' },
      {},
    );
    return readNotebookBlock({ ...made, plugin: { ...made.plugin, folder } });
  };

  it('is the text of its file', async () => {
    await writeFile(join(folder, 'plot.py'), 'print("µ")\n');
    assert.deepEqual(await block(), {
      ...{ id: 'plot', title: 'Plot', language: 'python', text: 'print("µ")\n' },
      plugin: { id: 'acme.example', title: 'Example', version: '1.2.3' },
    });
  });

  it('that is missing, too long or no text is named', async () => {
    const named = /notebook block "Plot" of the plug-in Example .* cannot be read from plot\.py/;
    await assert.rejects(block(), named);
    await writeFile(join(folder, 'plot.py'), Buffer.alloc(300_000, 'x'));
    await assert.rejects(block(), named);
    await writeFile(join(folder, 'plot.py'), Buffer.from([0xff, 0xfe, 0xfd]));
    await assert.rejects(block(), named);
  });
});
