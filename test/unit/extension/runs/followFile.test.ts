import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followFile, type Following } from '../../../../extension/runs/followFile.js';

describe('a file that is followed', () => {
  let folder: string;
  let following: Following | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-follow-'));
  });
  afterEach(async () => {
    following?.dispose();
    await rm(folder, { recursive: true });
  });

  for (const [what, which] of [
    ['by its name', 'events.jsonl'],
    ['as one of several', (name: string) => name.endsWith('.jsonl')],
  ] as const)
    it(`tells of each writing, from its first: ${what}`, async () => {
      let seen: () => void = () => undefined;
      following = followFile(folder, which, 20, () => seen());
      for (let n = 1; n <= 3; n++) {
        const told = new Promise<void>((resolve) => (seen = resolve));
        await appendFile(join(folder, 'events.jsonl'), `${n}\n`);
        await told;
      }
    });

  it('tells nothing of others', async () => {
    let told = 0;
    const other = followFile(folder, 'events.jsonl', 20, () => told++);
    await new Promise<void>((resolve, reject) => {
      following = followFile(folder, 'other.txt', 20, resolve);
      appendFile(join(folder, 'other.txt'), 'x').catch(reject);
    });
    other.dispose();
    assert.equal(told, 0);
  });
});
