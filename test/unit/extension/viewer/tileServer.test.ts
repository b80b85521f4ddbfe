import assert from 'node:assert/strict';
import type { PictureTile, TileAddress } from '../../../../engine/protocol/pictures.js';
import { createTileServer } from '../../../../extension/viewer/tileServer.js';

describe('tiles for a page', () => {
  const at = (column: number): TileAddress => ({ level: 0, column, row: 0 });
  const tile: PictureTile = { widthPx: 1, heightPx: 1, rgba: Uint8Array.of(1, 2, 3, 255) };

  /** A server whose tiles arrive when the test releases them. */
  function server(atATime: number) {
    const begun: { file: string; column: number; finish(): void; fail(why: string): void }[] = [];
    const posted: string[] = [];
    const tiles = createTileServer(
      {
        fetch: (file, { column }) =>
          new Promise((resolve, reject) =>
            begun.push({
              file,
              column,
              finish: () => resolve(tile),
              fail: (why) => reject(new Error(why)),
            }),
          ),
        post: (message) =>
          posted.push(
            `${message.picture} ${message.address.column}${message.type === 'tileFailed' ? ` ${message.message}` : ''}`,
          ),
      },
      atATime,
    );
    const columns = () => begun.map(({ column }) => column);
    return { tiles, begun, posted, columns };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('are fetched a few at a time, the most wanted first', async () => {
    const { tiles, begun, posted, columns } = server(2);
    tiles.need('p', '/p', [at(5), at(6), at(7)]);
    assert.deepEqual(columns(), [5, 6]);
    begun[0]!.finish();
    await turn();
    assert.deepEqual(columns(), [5, 6, 7]);
    assert.deepEqual(posted, ['p 5']);
  });

  it('follow the newest list: what is not in it is not fetched', async () => {
    const { tiles, begun, columns } = server(1);
    tiles.need('p', '/p', [at(1), at(2), at(3)]);
    tiles.need('p', '/p', [at(9)]);
    begun[0]!.finish();
    await turn();
    assert.deepEqual(columns(), [1, 9]);
  });

  it('are not fetched twice while they are on their way', () => {
    const { tiles, columns } = server(4);
    tiles.need('p', '/p', [at(1)]);
    tiles.need('p', '/p', [at(1), at(2)]);
    assert.deepEqual(columns(), [1, 2]);
  });

  it('of several pictures come in turn', async () => {
    const { tiles, begun } = server(1);
    tiles.need('a', '/a', [at(1), at(2), at(3)]);
    tiles.need('b', '/b', [at(4), at(5)]);
    for (let i = 0; i < 4; i++) {
      begun[i]!.finish();
      await turn();
    }
    assert.deepEqual(
      begun.map(({ file, column }) => `${file} ${column}`),
      ['/a 1', '/a 2', '/b 4', '/a 3', '/b 5'],
    );
  });

  it('that cannot be had are said to be so, and the others come', async () => {
    const { tiles, begun, posted } = server(1);
    tiles.need('p', '/p', [at(1), at(2)]);
    begun[0]!.fail('damaged');
    await turn();
    begun[1]!.finish();
    await turn();
    assert.deepEqual(posted, ['p 1 damaged', 'p 2']);
  });

  it('are not posted to a page that has loaded again', async () => {
    const { tiles, begun, posted } = server(1);
    tiles.need('p', '/p', [at(1)]);
    tiles.clear();
    begun[0]!.finish();
    await turn();
    assert.deepEqual(posted, []);
  });
});
