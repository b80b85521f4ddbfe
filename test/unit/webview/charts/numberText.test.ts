import assert from 'node:assert/strict';
import { clockText, durationText, fullText, tickText } from '../../../../webview/charts/numberText.js';

describe('numbers as text', () => {
  it('on axes are as long as the distance of marks needs', () => {
    assert.equal(tickText(0.25, 0.05), '0.25');
    assert.equal(tickText(20000, 5000), '20k');
    assert.equal(tickText(1_500_000, 500_000), '1.5M');
    assert.equal(tickText(2e-5, 1e-5), '2e-5');
    assert.equal(tickText(0, 1), '0');
  });
  it('to read off have all their digits', () => {
    assert.equal(fullText(0.1 + 0.2), '0.30000000000000004');
    assert.equal(fullText(NaN), 'NaN');
  });
  it('of durations have two units', () => {
    assert.equal(durationText(4200), '4.2 s');
    assert.equal(durationText(200_000), '3 min 20 s');
    assert.equal(durationText(7_500_000), '2 h 5 min');
    assert.equal(durationText(273_600_000), '3 d 4 h');
  });
  it('of a clock have the day where marks are days apart', () => {
    const noon = new Date(2026, 10, 28, 12, 5, 9).getTime();
    assert.equal(clockText(noon, 1000), '12:05:09');
    assert.equal(clockText(noon, 3_600_000), '12:05');
    assert.equal(clockText(noon, 86_400_000), '2026-11-28');
  });
});
