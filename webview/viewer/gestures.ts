// Gestures of mouse, touch and pen on the stage: pan, zoom about a point, point at a place, choose it.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points are relative to the element. */
export interface Gestures {
  pan(at: Point, dx: number, dy: number): void;
  /** `by` is in powers of two. */
  zoom(at: Point, by: number): void;
  point(at: Point | undefined): void;
  choose(at: Point): void;
}

const CLICK_PX = 4;
const WHEEL_PX_PER_DOUBLING = 300;
/** Height of a line, for wheels that count in lines. */
const LINE_PX = 30;

/** Listens until the returned function is called. Controls on the element keep their own clicks. */
export function listenToGestures(element: HTMLElement, gestures: () => Gestures): () => void {
  const fingers = new Map<number, Point>();
  let moved = 0;
  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const isControl = ({ target }: Event) =>
    target instanceof Element &&
    target.closest('.pane-header, button, vscode-button, input, .swipe-edge, .minimap') !== null;

  const down = (event: PointerEvent) => {
    if (isControl(event) || (event.pointerType === 'mouse' && event.button > 1)) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, pointOf(event));
    moved = fingers.size > 1 ? Infinity : 0;
  };
  const move = (event: PointerEvent) => {
    const at = pointOf(event);
    const before = fingers.get(event.pointerId);
    if (!before) {
      gestures().point(isControl(event) ? undefined : at);
      return;
    }
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, at);
    moved += Math.hypot(at.x - before.x, at.y - before.y);
    if (!other) {
      if (moved >= CLICK_PX) gestures().pan(before, at.x - before.x, at.y - before.y);
      return;
    }
    const middle = (p: Point) => ({ x: (p.x + other.x) / 2, y: (p.y + other.y) / 2 });
    const distance = (p: Point) => Math.max(1, Math.hypot(p.x - other.x, p.y - other.y));
    const [from, to] = [middle(before), middle(at)];
    gestures().pan(from, to.x - from.x, to.y - from.y);
    gestures().zoom(to, Math.log2(distance(at) / distance(before)));
  };
  const up = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId)) return;
    if (event.type === 'pointerup' && moved < CLICK_PX) gestures().choose(pointOf(event));
  };
  const leave = () => gestures().point(undefined);
  const wheel = (event: WheelEvent) => {
    if (event.target instanceof Element && event.target.closest('.pane-header')) return; // its lists scroll
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX;
    // A pinch on a touch pad comes as a wheel with ctrl, in small steps.
    const faster = event.ctrlKey ? 4 : 1;
    gestures().zoom(pointOf(event), (-event.deltaY * unit * faster) / WHEEL_PX_PER_DOUBLING);
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('wheel', wheel, { passive: false });
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('wheel', wheel);
  };
}
