import assert from 'node:assert/strict';
import {
  cameraAfterKey,
  cameraOn,
  fitCamera,
  linkedCamera,
  onPicture,
  panned,
  partCamera,
  seesAll,
  worldAt,
  zoomedAt,
  type Camera,
} from '../../../../webview/viewer/camera.js';

const view = { width: 800, height: 600 };
const camera: Camera = { x: 100, y: 200, zoom: 1 };
const near = (actual: object, expected: object) => {
  const wanted = Object.entries(expected) as [string, number][];
  for (const [name, value] of wanted)
    assert.ok(
      Math.abs((actual as Record<string, number>)[name]! - value) < 1e-9,
      `${name}: ${JSON.stringify(actual)}`,
    );
};

describe('the camera of a pane', () => {
  it('shows a part of a picture as large as it fits', () =>
    near(cameraOn([100, 100, 300, 200], view), { x: 200, y: 150, zoom: 2 }));

  it('follows the keys', () => {
    const picture = { width: 4000, height: 1000 };
    near(cameraAfterKey(camera, 'ArrowLeft', picture, view)!, { x: 70, y: 200, zoom: 1 });
    near(cameraAfterKey(camera, '+', picture, view)!, { x: 100, y: 200, zoom: 1.5 });
    near(cameraAfterKey(camera, 'Home', picture, view)!, fitCamera(picture, view));
    assert.equal(cameraAfterKey(camera, 'toString', picture, view), undefined);
  });

  it('shows the whole picture in the middle, with a margin', () => {
    const fitted = fitCamera({ width: 4000, height: 1000 }, view);
    near(fitted, { x: 2000, zoom: Math.log2(0.2 * 0.96) });
    assert.ok(seesAll(fitted, { width: 4000, height: 1000 }, view));
    assert.ok(!seesAll({ ...fitted, x: 2600 }, { width: 4000, height: 1000 }, view));
  });

  it('looks at its own point in the middle of the view', () =>
    near(worldAt(camera, view, { x: 400, y: 300 }), { x: 100, y: 200 }));

  it('has half as many picture pixels in a screen pixel at a zoom of one', () =>
    near(worldAt(camera, view, { x: 402, y: 296 }), { x: 101, y: 198 }));

  it('lets the picture follow a drag', () => {
    const before = worldAt(camera, view, { x: 10, y: 20 });
    near(worldAt(panned(camera, 30, -40), view, { x: 40, y: -20 }), before);
  });

  for (const by of [-3, 0.5, 2])
    it(`keeps what is under the pointer there when it zooms by ${by}`, () => {
      const point = { x: 700, y: 50 };
      near(worldAt(zoomedAt(camera, view, point, by), view, point), worldAt(camera, view, point));
    });

  it('zooms neither in nor out for ever', () => {
    const middle = { x: 400, y: 300 };
    assert.equal(zoomedAt(camera, view, middle, 100).zoom, 6);
    assert.equal(zoomedAt(camera, view, middle, -100).zoom, -12);
    near(zoomedAt(camera, view, { x: 0, y: 0 }, 100), zoomedAt(camera, view, { x: 0, y: 0 }, 5));
  });

  it('shows the same part of a picture of another size', () => {
    const small = { width: 100, height: 50 };
    const large = { width: 400, height: 200 };
    near(linkedCamera({ x: 50, y: 10, zoom: 2 }, small, large), { x: 200, y: 40, zoom: 0 });
    near(linkedCamera(linkedCamera(camera, small, large), large, small), camera);
  });

  it('leaves a part of a view where the whole view would draw it', () => {
    const part = { left: 300, width: 500 };
    const own = partCamera(camera, view, part);
    near(
      worldAt(own, { width: 500, height: 600 }, { x: 20, y: 30 }),
      worldAt(camera, view, { x: 320, y: 30 }),
    );
  });

  it('keeps its middle on the picture', () =>
    near(onPicture({ x: -5, y: 900, zoom: 3 }, { width: 100, height: 80 }), { x: 0, y: 80, zoom: 3 }));
});
