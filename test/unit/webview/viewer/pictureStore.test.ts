import assert from 'node:assert/strict';
import { levelCount } from '../../../../engine/protocol/pictures.js';
import type { Picture, ViewerUp } from '../../../../webview/messages/viewer.js';
import { ASK_AGAIN_MS, PictureStore } from '../../../../webview/viewer/pictureStore.js';

const size = { widthPx: 2000, heightPx: 1500 };
const tiled: Picture = { id: '/a', kind: 'tiles', info: { ...size, levels: levelCount(2000, 1500) } };
const file: Picture = { id: '/b', kind: 'file', uri: 'https://page/b.png' };
const all = [0, 0, 2000, 1500] as const;
const corner = [0, 0, 100, 100] as const;

/** Stand-in for a decoded picture, whose type only browsers have. */
type Decode = (uri: string) => Promise<unknown>;

/** A store with a fake host, decoder and clock. */
function storeOf(decode?: Decode) {
  const posted: ViewerUp[] = [];
  const timers: { work: () => void; ms: number }[] = [];
  const calls = { changed: 0 };
  const store = new PictureStore({
    post: (message) => posted.push(message),
    changed: () => calls.changed++,
    later: (work, ms) => timers.push({ work, ms }),
    ...(decode ? { decode: decode as never } : {}),
  });
  const asked = () =>
    posted
      .filter((message) => message.type === 'needTiles')
      .at(-1)
      ?.tiles.map(({ level, column, row }) => `${level}/${column}/${row}`);
  return { store, posted, timers, calls, asked };
}

function tile(level: number, column: number, row: number, side = 2, picture = '/a') {
  const rgba = new Uint8Array(4 * side * side).fill(level + 1);
  return {
    type: 'tile',
    picture,
    address: { level, column, row },
    tile: { widthPx: side, heightPx: side, rgba },
  } as const;
}

function failure(level: number, column: number, row: number) {
  return { type: 'tileFailed', picture: '/a', address: { level, column, row }, message: 'gone' } as const;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const bitmap = { width: 2000, height: 1500, close: () => undefined };

describe('the store of pictures', () => {
  before(() =>
    Object.assign(globalThis, {
      ImageData: class {
        constructor(
          readonly data: Uint8ClampedArray,
          readonly width: number,
          readonly height: number,
        ) {}
      },
    }),
  );
  after(() => Reflect.deleteProperty(globalThis, 'ImageData'));

  it('asks for the tiles in sight, once', () => {
    const { store, asked, posted } = storeOf();
    assert.deepEqual(store.pieces(tiled, size, -2, all), []);
    assert.deepEqual(asked(), ['2/0/0']);
    store.pieces(tiled, size, -2, all);
    assert.equal(posted.length, 1);
  });

  it('asks last for the tile that shows the whole picture, for the overview', () => {
    const { store, asked } = storeOf();
    store.pieces(tiled, size, 0, corner);
    assert.deepEqual(asked(), ['0/0/0', '2/0/0']);
    assert.equal(store.overview(tiled), undefined);
    store.receive(tile(2, 0, 0));
    assert.equal(store.overview(tiled)?.key, '2/0/0');
    store.pieces({ ...tiled, id: '/small', overviewUri: 'https://page/small.png' }, size, 0, corner);
    assert.deepEqual(asked(), ['0/0/0'], 'a picture with a small version of its own needs none');
  });

  it('gives what has come, coarse pieces first, and asks for the rest', () => {
    const { store, asked, calls } = storeOf();
    store.pieces(tiled, size, -2, all);
    store.receive(tile(2, 0, 0));
    assert.equal(calls.changed, 1);
    store.pieces(tiled, size, 0, corner);
    store.receive(tile(0, 0, 0));
    assert.deepEqual(
      store.pieces(tiled, size, 0, corner).map(({ key }) => key),
      ['2/0/0', '0/0/0'],
    );
    assert.deepEqual(asked(), []);
  });

  it('leaves fine tiles out of a coarse view', () => {
    const { store } = storeOf();
    store.pieces(tiled, size, 0, corner);
    store.receive(tile(0, 0, 0));
    assert.deepEqual(store.pieces(tiled, size, -2, all), []);
  });

  it('drops a tile of a picture that is no longer shown', () => {
    const { store, calls } = storeOf();
    store.pieces(tiled, size, 0, corner);
    store.retain(new Set());
    store.receive(tile(0, 0, 0));
    assert.equal(calls.changed, 0);
    assert.equal(store.pieceAt(tiled, 1, 1), undefined);
  });

  it('keeps a bounded number of tiles, those seen last', () => {
    const { store } = storeOf();
    const large: Picture = { id: '/a', kind: 'tiles', info: { widthPx: 1e5, heightPx: 512, levels: 9 } };
    const at = (column: number) => [column * 512, 0, column * 512 + 1, 1] as const;
    const seen = (column: number) => store.pieces(large, large.info, 0, at(column)).length;
    seen(0);
    for (let column = 0; column < 256; column++) store.receive(tile(0, column, 0));
    assert.equal(seen(0), 1);
    store.receive(tile(0, 256, 0));
    assert.equal(seen(0), 1);
    assert.equal(seen(1), 0);
  });

  it('asks again for a tile that failed, later each time, and says so when it gives up', () => {
    const { store, asked, timers, posted } = storeOf();
    store.pieces(tiled, size, -2, all);
    for (const ms of ASK_AGAIN_MS) {
      store.receive(failure(2, 0, 0));
      store.pieces(tiled, size, -2, all);
      assert.deepEqual(asked(), [], 'not at once');
      const { work, ms: waited } = timers.shift()!;
      assert.equal(waited, ms);
      work();
      store.pieces(tiled, size, -2, all);
      assert.deepEqual(asked(), ['2/0/0']);
    }
    store.receive(failure(2, 0, 0));
    assert.equal(timers.length, 0);
    const failed = posted.filter((message) => message.type === 'failed');
    assert.equal(failed.length, 1);
    assert.match(failed[0]!.message, /gone/);
    store.pieces(tiled, size, -2, all);
    assert.deepEqual(asked(), []);
  });

  it('says once for a picture that parts of it are missing', () => {
    const { store, posted, timers } = storeOf();
    store.pieces(tiled, size, 0, all);
    for (let time = 0; time <= ASK_AGAIN_MS.length; time++) {
      store.receive(failure(0, 0, 0));
      store.receive(failure(0, 1, 0));
      for (const { work } of timers.splice(0)) work();
    }
    assert.equal(posted.filter(({ type }) => type === 'failed').length, 1);
  });

  it('forgets the failures of a tile that came after all', () => {
    const { store, timers } = storeOf();
    store.pieces(tiled, size, -2, all);
    store.receive(failure(2, 0, 0));
    store.receive(tile(2, 0, 0));
    store.receive(failure(2, 0, 0));
    assert.deepEqual(
      timers.map(({ ms }) => ms),
      [ASK_AGAIN_MS[0], ASK_AGAIN_MS[0]],
    );
  });

  it('decodes a file once and shows all of it', async () => {
    const decoded: string[] = [];
    const { store, calls } = storeOf((uri) => {
      decoded.push(uri);
      return Promise.resolve(bitmap);
    });
    assert.deepEqual(store.pieces(file, size, 0, corner), []);
    store.pieces(file, size, 0, corner);
    await settled();
    assert.deepEqual(decoded, ['https://page/b.png']);
    assert.equal(calls.changed, 1);
    const [whole] = store.pieces(file, size, 0, corner);
    assert.deepEqual(whole, { key: 'whole', bounds: [0, 0, 2000, 1500], image: bitmap });
    assert.equal(store.pieceAt(file, 1999, 1499), whole);
  });

  it('tries a file again that could not be fetched', async () => {
    let tries = 0;
    const { store, timers, posted } = storeOf(() =>
      ++tries === 1 ? Promise.reject(new Error('status 404')) : Promise.resolve(bitmap),
    );
    store.pieces(file, size, 0, corner);
    await settled();
    store.pieces(file, size, 0, corner);
    assert.equal(tries, 1);
    timers.shift()!.work();
    store.pieces(file, size, 0, corner);
    await settled();
    assert.equal(store.pieces(file, size, 0, corner).length, 1);
    assert.deepEqual(posted, []);
  });

  it('shows a small version below the tiles until they come', async () => {
    const { store } = storeOf(() => Promise.resolve(bitmap));
    const picture: Picture = { ...tiled, overviewUri: 'https://page/small.png' };
    store.pieces(picture, size, -2, all);
    await settled();
    store.receive(tile(2, 0, 0));
    assert.deepEqual(
      store.pieces(picture, size, -2, all).map(({ key }) => key),
      ['whole', '2/0/0'],
    );
    assert.equal(store.pieceAt(picture, 1, 1), undefined, 'no colour is read from a small version');
  });
});
