import assert from 'node:assert/strict';
import { listenToGestures, type Gestures } from '../../../../webview/viewer/gestures.js';

/** Stand-in for an element at (100, 50) that holds no controls. */
class Stage extends EventTarget {
  getBoundingClientRect() {
    return { left: 100, top: 50 };
  }
  setPointerCapture() {
    return undefined;
  }
}

describe('gestures on the stage', () => {
  const told: unknown[] = [];
  const gestures: Gestures = {
    pan: (at, dx, dy) => told.push(['pan', at, dx, dy]),
    zoom: (at, by) => told.push(['zoom', at, by]),
    point: (at) => told.push(['point', at]),
    choose: (at, adds) => told.push(adds ? ['choose', at, 'adds'] : ['choose', at]),
    box: (from, to) => told.push(['box', from, to]),
    chooseBox: (from, to, adds) => told.push(['chooseBox', from, to, adds]),
  };
  const stage = new Stage();
  let stop: () => void;
  const send = (type: string, x: number, y: number, more: object = {}) =>
    stage.dispatchEvent(
      Object.assign(new Event(type, { cancelable: true }), {
        clientX: x + 100,
        clientY: y + 50,
        pointerId: 1,
        pointerType: 'mouse',
        button: 0,
        ctrlKey: false,
        metaKey: false,
        shiftKey: false,
        ...more,
      }),
    );
  const wheel = (more: object) =>
    send('wheel', 10, 20, { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, ...more });

  before(() => {
    // Node has no class Element.
    Object.assign(globalThis, { Element: class {}, WheelEvent: { DOM_DELTA_PIXEL: 0 } });
    stop = listenToGestures(stage, () => gestures);
  });
  after(() => {
    stop();
    for (const name of ['Element', 'WheelEvent']) Reflect.deleteProperty(globalThis, name);
  });
  beforeEach(() => {
    told.length = 0;
  });

  it('points where the pointer is, and nowhere when it has left', () => {
    send('pointermove', 10, 20);
    send('pointerleave', 0, 0);
    assert.deepEqual(told, [
      ['point', { x: 10, y: 20 }],
      ['point', undefined],
    ]);
  });

  it('draws a rectangle with Shift, and says when it has ended', () => {
    send('pointerdown', 10, 20, { shiftKey: true });
    send('pointermove', 30, 50, { shiftKey: true });
    send('pointerup', 30, 50, { shiftKey: true });
    const [from, to] = [
      { x: 10, y: 20 },
      { x: 30, y: 50 },
    ];
    assert.deepEqual(told, [
      ['box', from, to],
      ['box', from, undefined],
      ['chooseBox', from, to, false],
    ]);
  });

  it('adds to a choice with Ctrl', () => {
    send('pointerdown', 10, 20, { ctrlKey: true });
    send('pointerup', 10, 20, { ctrlKey: true });
    assert.deepEqual(told, [['choose', { x: 10, y: 20 }, 'adds']]);
  });

  it('chooses with a click, even of an unsteady hand', () => {
    send('pointerdown', 10, 20);
    send('pointermove', 11, 21);
    send('pointerup', 11, 21);
    assert.deepEqual(told, [['choose', { x: 11, y: 21 }]]);
  });

  it('pans with a drag, and chooses nothing then', () => {
    send('pointerdown', 10, 20);
    send('pointermove', 40, 20);
    send('pointermove', 45, 10);
    send('pointerup', 45, 10);
    assert.deepEqual(told, [
      ['pan', { x: 10, y: 20 }, 30, 0],
      ['pan', { x: 40, y: 20 }, 5, -10],
    ]);
  });

  it('zooms about the middle of two fingers', () => {
    const finger = (pointerId: number) => ({ pointerId, pointerType: 'touch' });
    send('pointerdown', 0, 0, finger(1));
    send('pointerdown', 100, 0, finger(2));
    send('pointermove', 200, 0, finger(2));
    send('pointerup', 200, 0, finger(2));
    send('pointerup', 0, 0, finger(1));
    assert.deepEqual(told, [
      ['pan', { x: 50, y: 0 }, 50, 0],
      ['zoom', { x: 100, y: 0 }, 1],
    ]);
  });

  it('zooms with the wheel about the pointer, up is closer', () => {
    wheel({ deltaY: -300 });
    wheel({ deltaY: 300 });
    assert.deepEqual(told, [
      ['zoom', { x: 10, y: 20 }, 1],
      ['zoom', { x: 10, y: 20 }, -1],
    ]);
  });

  it('knows wheels that count lines, and pinches of a touch pad, which come in small steps', () => {
    wheel({ deltaY: -10, deltaMode: 1 });
    wheel({ deltaY: -75, ctrlKey: true });
    assert.deepEqual(told, [
      ['zoom', { x: 10, y: 20 }, 1],
      ['zoom', { x: 10, y: 20 }, 1],
    ]);
  });

  it('leaves the right button and forgotten drags alone', () => {
    send('pointerdown', 10, 20, { button: 2 });
    send('pointerup', 10, 20, { button: 2 });
    send('pointerdown', 10, 20);
    send('pointercancel', 10, 20);
    assert.deepEqual(told, []);
  });
});
