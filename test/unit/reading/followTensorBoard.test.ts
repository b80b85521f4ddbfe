// A folder of TensorBoard's files is followed like a run of this engine; numbers of test/fixtures/tensorboard, whose
// expected.json TensorBoard has made.

import assert from 'node:assert/strict';
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { followRun } from '../../../engine/reading/followRun.js';
import { followTensorBoard } from '../../../engine/reading/followTensorBoard.js';
import { encodeRecord } from '../../../engine/records/tensorBoardEvents.js';
import { csvLines } from '../../../engine/runlog/csvLines.js';
import { runRows } from '../../../engine/runlog/runRows.js';
import { columnOf } from '../../../engine/runlog/runTable.js';

const FIXTURES = fileURLToPath(new URL('../../../../test/fixtures/tensorboard/', import.meta.url));

describe('a followed folder of TensorBoard', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-boards-'));
    await cp(join(FIXTURES, 'pytorch'), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const file = () => join(folder, 'events.out.tfevents.1500000900.host.9.0');
  const scalar = (tag: string, step: number, value: number) =>
    encodeRecord({ wallTime: 1_500_000_900 + step, step, summary: [{ tag, scalar: value }] });

  it('is read in pieces to the same numbers as at once', async () => {
    const whole = followRun(folder, 'tensorboard');
    await whole.read();
    const small = followTensorBoard(folder, { bytes: 2000, values: 7 });
    let pieces = 0;
    await small.read(() => pieces++);
    assert.ok(pieces > 3);
    const rows = (log: typeof whole.log) => [...csvLines(runRows(log.state))];
    assert.deepEqual(rows(small.log), rows(whole.log));
    assert.deepEqual({ ...small.log.hparams }, { lr: 2e-4, net: 'unet_512', flip: 1 });
  });

  it('tells whether anything is new, and which rows have changed', async () => {
    const follower = followTensorBoard(folder);
    assert.equal(await follower.read(), true);
    assert.equal(await follower.read(), false);
    assert.deepEqual(follower.changedFrom(), { steps: 0, validations: 0 });
    await writeFile(file(), scalar('late', 40, 7));
    assert.equal(await follower.read(), true);
    assert.equal(follower.changedFrom().steps, 39);
    await appendFile(file(), scalar('late', 41, 8));
    await follower.read();
    assert.deepEqual([...columnOf(follower.log.state.steps, 'late')!.slice(-2)], [7, 8]);
  });

  it('has a table with every value once', async () => {
    const follower = followTensorBoard(folder);
    await follower.read();
    const [head, ...lines] = [...csvLines(runRows(follower.log.state))];
    assert.equal(
      head,
      'step,epoch,time,loss/train,loss/none,loss/new-style,loss/double,hparam/dice,val/loss\r\n',
    );
    assert.equal(lines.length, 40);
    const [fifth] = [1 / 5, 2 / 5].map(Math.fround);
    assert.equal(lines[4], `5,0,2017-07-14T02:40:05.000Z,${fifth},,,,,${Math.fround(2 / 5)}\r\n`);
  });
});
