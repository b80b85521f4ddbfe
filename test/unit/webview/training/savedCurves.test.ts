import assert from 'node:assert/strict';
import { RangePyramid } from '../../../../webview/charts/rangePyramid.js';
import { linesCsv } from '../../../../webview/training/savedCurves.js';

describe('curves that are saved from the dashboard', () => {
  const curve = (...y: readonly number[]) => ({
    x: Float64Array.from(y.keys()),
    y: Float64Array.from(y),
    count: y.length,
    pyramid: new RangePyramid(),
  });

  it('have a row for each value, and labels that no spreadsheet takes for a formula', () =>
    assert.equal(
      linesCsv(
        [
          { words: 'a, b', raw: curve(0.1 + 0.2, NaN), smooth: curve(1, 2) },
          { words: '=1+1', raw: curve(5), smooth: undefined },
        ],
        'step',
      ),
      'series,step,value,smoothed\r\n"a, b",0,0.30000000000000004,1\r\n"a, b",1,,2\r\n\'=1+1,0,5,\r\n',
    ));

  it('have times where time is the axis', () =>
    assert.match(linesCsv([{ words: 'a', raw: curve(1), smooth: undefined }], 'wall'), /\r\na,1970-01-01T00:00:00\.000Z,1,\r\n/)); // prettier-ignore
});
