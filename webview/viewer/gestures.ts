// Gestures of mouse, touch and pen on the stage: pan, zoom about a point, point at a place, choose it, draw a rectangle.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points are relative to the element. */
export interface Gestures {
  pan(at: Point, dx: number, dy: number): void;
  /** True if the wheel zooms only with Ctrl or Cmd, and scrolls the page otherwise. */
  readonly wheelScrolls?: boolean;
  /** `by` is in powers of two. */
  zoom(at: Point, by: number): void;
  point(at: Point | undefined): void;
  /** `adds`: a modifier key adds to an earlier choice. */
  choose(at: Point, adds: boolean): void;
  /** True if a drag draws a rectangle without Shift. */
  readonly drawsBoxes?: boolean;
  /** Rectangle while it is drawn; undefined: it has ended. */
  box?(from: Point, to: Point | undefined): void;
  /** End of a rectangle. */
  chooseBox?(from: Point, to: Point, adds: boolean): void;
}

const CLICK_PX = 4;
const WHEEL_PX_PER_DOUBLING = 300;
/** Height of a line, for wheels that count in lines. */
const LINE_PX = 30;

/** Listens until the returned function is called. Controls on the element keep their own clicks. */
export function listenToGestures(element: HTMLElement, gestures: () => Gestures): () => void {
  const fingers = new Map<number, Point>();
  let moved = 0;
  /** Corner at which a rectangle began. */
  let corner: Point | undefined;
  const endBox = () => {
    if (corner) gestures().box?.(corner, undefined);
    corner = undefined;
  };
  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const isControl = ({ target }: Event) =>
    target instanceof Element &&
    target.closest('.pane-header, button, vscode-button, input, .swipe-edge, .minimap, .cell-card') !== null;

  const down = (event: PointerEvent) => {
    if (isControl(event) || (event.pointerType === 'mouse' && event.button > 1)) return;
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, pointOf(event));
    moved = fingers.size > 1 ? Infinity : 0;
    endBox();
    const draws = event.button === 0 && (event.shiftKey || gestures().drawsBoxes === true);
    if (draws && fingers.size === 1) corner = pointOf(event);
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
      if (moved < CLICK_PX) return;
      if (corner) gestures().box?.(corner, at);
      else gestures().pan(before, at.x - before.x, at.y - before.y);
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
    const from = corner;
    endBox();
    if (event.type !== 'pointerup') return;
    const adds = event.ctrlKey || event.metaKey;
    if (moved < CLICK_PX) gestures().choose(pointOf(event), adds || event.shiftKey);
    else if (from) gestures().chooseBox?.(from, pointOf(event), adds);
  };
  const press = (event: MouseEvent) => {
    if (!event.shiftKey || isControl(event)) return;
    // Shift would select the text of the page; without that, the focus must be set here.
    event.preventDefault();
    if (event.target instanceof Element) event.target.closest<HTMLElement>('[tabindex]')?.focus();
  };
  const leave = () => gestures().point(undefined);
  const wheel = (event: WheelEvent) => {
    // The lists of a header scroll, and a card that is higher than its stage.
    if (event.target instanceof Element && event.target.closest('.pane-header, .cell-card')) return;
    if (gestures().wheelScrolls === true && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX;
    // A pinch on a touch pad comes as a wheel with ctrl, in small steps.
    const faster = event.ctrlKey ? 4 : 1;
    gestures().zoom(pointOf(event), (-event.deltaY * unit * faster) / WHEEL_PX_PER_DOUBLING);
  };
  element.addEventListener('pointerdown', down);
  element.addEventListener('mousedown', press);
  element.addEventListener('pointermove', move);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
  element.addEventListener('pointerleave', leave);
  element.addEventListener('wheel', wheel, { passive: false });
  return () => {
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('mousedown', press);
    element.removeEventListener('pointermove', move);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    element.removeEventListener('pointerleave', leave);
    element.removeEventListener('wheel', wheel);
  };
}
