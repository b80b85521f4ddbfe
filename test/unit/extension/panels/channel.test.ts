import assert from 'node:assert/strict';
import { openChannel } from '../../../../extension/panels/channel.js';

describe('the channel to a page', () => {
  function page() {
    const posted: unknown[] = [];
    const dropped: string[] = [];
    const received: string[] = [];
    let receive!: (message: unknown) => void;
    const channel = openChannel(
      {
        postMessage: (message) => {
          posted.push((message as { type: string }).type);
          return Promise.resolve(true);
        },
        onDidReceiveMessage: (listener) => {
          receive = listener;
          return { dispose: () => undefined };
        },
      },
      {
        ready: () => undefined,
        receive: ({ type }) => received.push(type),
        dropped: (why) => dropped.push(why),
      },
    );
    return { channel, posted, dropped, received, say: (message: unknown) => receive(message) };
  }
  const state = { trusted: true, panes: [] };

  it('posts nothing before the page is ready', () => {
    const { channel, posted, say } = page();
    channel.show(state);
    channel.reveal('scores');
    assert.deepEqual(posted, []);
    say({ type: 'ready' });
    assert.deepEqual(posted, ['show', 'reveal']);
  });

  it('shows the last state again when the page has loaded again, and reveals only once', () => {
    const { channel, posted, say } = page();
    channel.show(state);
    channel.reveal('scores');
    say({ type: 'ready' });
    channel.reloading();
    channel.show(state);
    say({ type: 'ready' });
    assert.deepEqual(posted, ['show', 'reveal', 'show']);
  });

  it('lets no message through that is none', () => {
    const { dropped, received, say } = page();
    say({ type: 'export', pane: 7 });
    say({ type: 'hack' });
    say({ type: 'addPane' });
    assert.equal(dropped.length, 2);
    assert.deepEqual(received, ['addPane']);
  });
});
