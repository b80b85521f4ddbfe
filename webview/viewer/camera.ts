// Camera of a pane: geometry of panning and zooming. World coordinates are pixels of the picture, y downwards. Pure.

/** Middle of the view in picture pixels, and log2 of screen pixels per picture pixel. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Left, top, right, bottom in picture pixels. */
export type Bounds = readonly [left: number, top: number, right: number, bottom: number];

const LOWEST_ZOOM = -12;
const HIGHEST_ZOOM = 6;

/** Camera on the whole picture, in the middle of the view, with a small margin. */
export function fitCamera(picture: Size, view: Size): Camera {
  const scale = Math.min(view.width / picture.width, view.height / picture.height) * 0.96;
  return { x: picture.width / 2, y: picture.height / 2, zoom: clampZoom(Math.log2(scale)) };
}

/** Camera that shows a part of a picture as large as it fits into the view. */
export function cameraOn([left, top, right, bottom]: Bounds, view: Size): Camera {
  const scale = Math.min(view.width / Math.max(1, right - left), view.height / Math.max(1, bottom - top));
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: clampZoom(Math.log2(scale)) };
}

/** True if all of the picture is visible. */
export function seesAll(camera: Camera, picture: Size, view: Size): boolean {
  const [left, top, right, bottom] = boundsInSight(camera, view);
  return left <= 0 && top <= 0 && right >= picture.width && bottom >= picture.height;
}

/** Place on the picture under a point of the view. */
export function worldAt(
  { x, y, zoom }: Camera,
  view: Size,
  point: { readonly x: number; readonly y: number },
) {
  const scale = 2 ** zoom;
  return { x: x + (point.x - view.width / 2) / scale, y: y + (point.y - view.height / 2) / scale };
}

/** Camera after a drag of so many screen pixels: the picture follows the pointer. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  const scale = 2 ** camera.zoom;
  return { ...camera, x: camera.x - dx / scale, y: camera.y - dy / scale };
}

/** Camera zoomed by so many powers of two; the place under the point stays there. */
export function zoomedAt(
  camera: Camera,
  view: Size,
  point: { readonly x: number; readonly y: number },
  by: number,
): Camera {
  const zoom = clampZoom(camera.zoom + by);
  const under = worldAt(camera, view, point);
  const scale = 2 ** zoom;
  return {
    x: under.x - (point.x - view.width / 2) / scale,
    y: under.y - (point.y - view.height / 2) / scale,
    zoom,
  };
}

/** Distance in screen pixels that an arrow key moves the picture by. */
const KEY_STEP_PX = 60;

/** Camera after a key: arrows move, + and - zoom, Home shows everything, End one picture pixel per screen pixel. */
export function cameraAfterKey(camera: Camera, key: string, picture: Size, view: Size): Camera | undefined {
  const middle = { x: view.width / 2, y: view.height / 2 };
  const to: Readonly<Record<string, () => Camera>> = {
    ArrowLeft: () => panned(camera, KEY_STEP_PX, 0),
    ArrowRight: () => panned(camera, -KEY_STEP_PX, 0),
    ArrowUp: () => panned(camera, 0, KEY_STEP_PX),
    ArrowDown: () => panned(camera, 0, -KEY_STEP_PX),
    '+': () => zoomedAt(camera, view, middle, 0.5),
    '=': () => zoomedAt(camera, view, middle, 0.5),
    '-': () => zoomedAt(camera, view, middle, -0.5),
    Home: () => fitCamera(picture, view),
    End: () => zoomedAt(camera, view, middle, -camera.zoom),
  };
  return Object.hasOwn(to, key) ? to[key]!() : undefined;
}

export function boundsInSight(camera: Camera, view: Size): Bounds {
  const a = worldAt(camera, view, { x: 0, y: 0 });
  const b = worldAt(camera, view, { x: view.width, y: view.height });
  return [a.x, a.y, b.x, b.y];
}

/** Camera on the same part of another picture: two results of one slide may have different sizes. */
export function linkedCamera(camera: Camera, from: Size, to: Size): Camera {
  const ratio = to.width / from.width;
  return {
    x: camera.x * ratio,
    y: camera.y * (to.height / from.height),
    zoom: clampZoom(camera.zoom - Math.log2(ratio)),
  };
}

/** Camera of a part of a view, which draws the picture at the same place as the whole view. */
export function partCamera(
  camera: Camera,
  view: Size,
  part: { readonly left: number; readonly width: number },
): Camera {
  return { ...camera, x: camera.x + (part.left + part.width / 2 - view.width / 2) / 2 ** camera.zoom };
}

/** Camera whose middle lies on the picture. */
export function onPicture(camera: Camera, picture: Size): Camera {
  return {
    x: Math.min(Math.max(camera.x, 0), picture.width),
    y: Math.min(Math.max(camera.y, 0), picture.height),
    zoom: camera.zoom,
  };
}

function clampZoom(zoom: number): number {
  return Math.min(Math.max(zoom, LOWEST_ZOOM), HIGHEST_ZOOM);
}
