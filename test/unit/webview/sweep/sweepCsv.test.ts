import assert from 'node:assert/strict';
import { sweepCsv } from '../../../../webview/sweep/sweepCsv.js';
import { MADE, TRIALS } from './madeSweep.js';

describe('table of trials as CSV', () => {
  it('has the rows of the table in its order, with every digit', () =>
    assert.deepEqual(sweepCsv(MADE, TRIALS, [1, 4]).split('\r\n'), [
      'number,state,l1,started,seconds,rate,net,depth,last_step,last_report,violation,retry_of,reason,run',
      '1,complete,0.1,1970-01-01T00:00:01.000Z,8,0.001,resnet,,,,,,,',
      '4,running,,1970-01-01T00:00:09.000Z,,0.002,unet,2,,,,,,',
      '',
    ]));
});
