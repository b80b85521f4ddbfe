// A training whose terminal or pipe closes goes on to its end.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSamples } from '../../unit/training/tinyRun.js';
import { namesIn, start, temporaryFolder } from './deepliif.js';

describe('a training in a terminal that closes', () => {
  const folder = temporaryFolder();

  it('continues to its end and writes its checkpoints', async () => {
    await writeSamples(folder.path, 2);
    const { child, finished } = start([
      ...[
        'train',
        '--data',
        join(folder.path, 'data'),
        '--out',
        join(folder.path, 'runs'),
        '--backend',
        'cpu',
      ],
      ...['--modalities-names', 'dapi', '--net-g', 'resnet_0blocks', '--net-gs', 'resnet_0blocks'],
      ...['--ngf', '1', '--ndf', '1', '--n-layers-d', '1', '--n-epochs', '4', '--n-epochs-decay', '0'],
      ...['--validate-every-epochs', '0'],
    ]);
    child.stderr!.once('data', () => {
      child.stdout!.destroy();
      child.stderr!.destroy();
      if (process.platform !== 'win32') child.kill('SIGHUP');
    });
    assert.equal((await finished).code, 0);
    const [run] = await namesIn(folder.path, 'runs');
    const events = await readFile(join(folder.path, 'runs', run!, 'events.jsonl'), 'utf8');
    assert.match(events.trimEnd().split('\n').at(-1)!, /"type":"ended".*"why":"done"/);
    assert.ok((await namesIn(folder.path, 'runs', run!, 'checkpoints')).length > 0);
  }).timeout(60_000);
});
