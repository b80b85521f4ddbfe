import assert from 'node:assert/strict';
import { scaleBar } from '../../../../webview/viewer/scaleBar.js';

describe('the scale bar', () => {
  it('is the longest round length that fits', () => {
    assert.deepEqual(scaleBar(0.25, 1, 160), { widthPx: 80, text: '20 µm' });
    assert.deepEqual(scaleBar(0.25, 1, 80), { widthPx: 80, text: '20 µm' });
    assert.deepEqual(scaleBar(0.25, 2, 159), { widthPx: 80, text: '10 µm' });
  });

  it('is right at any scale: its width is its text', () => {
    for (const scale of [0.001, 0.013, 0.2, 1, 7.7, 64])
      for (const mpp of [0.1625, 0.25, 0.5]) {
        const { widthPx, text } = scaleBar(mpp, scale, 150);
        const [number, unit] = text.split(' ');
        const um = Number(number) * { nm: 0.001, µm: 1, mm: 1000 }[unit as 'nm' | 'µm' | 'mm'];
        assert.ok(Math.abs((um / mpp) * scale - widthPx) < 1e-6, text);
        assert.ok(widthPx <= 150 && widthPx > 150 / 2.5 - 1e-6, `${text}: ${widthPx} px`);
        assert.match(text, /^[125]0{0,2} (nm|µm|mm)$/);
      }
  });
});
