import assert from 'node:assert/strict';
import { stored, text } from '../../../../engine/protocol/shape.js';
import { openChannel } from '../../../../extension/panels/channel.js';
import { messageReader } from '../../../../extension/panels/checkedMessage.js';

type Intent = { readonly type: 'add' } | { readonly type: 'remove'; readonly name: string };

describe('the channel to a page', () => {
  function page() {
    const posted: string[] = [];
    const dropped: string[] = [];
    const received: string[] = [];
    let receive!: (message: unknown) => void;
    const channel = openChannel(
      {
        postMessage: (message) => {
          posted.push(message as string);
          return Promise.resolve(true);
        },
        onDidReceiveMessage: (listener) => {
          receive = listener;
          return { dispose: () => undefined };
        },
      },
      messageReader<Intent>({ add: stored({}), remove: stored({ name: text({ most: 10 }) }) }),
      {
        ready: () => posted.push('what loaded pages get'),
        receive: ({ type }) => received.push(type),
        dropped: (why) => dropped.push(why),
      },
    );
    return { channel, posted, dropped, received, say: (message: unknown) => receive(message) };
  }

  it('posts nothing before the page is ready', () => {
    const { channel, posted, say } = page();
    channel.show('state');
    channel.postOnce('part');
    channel.post('lost');
    assert.deepEqual(posted, []);
    say({ type: 'ready' });
    assert.deepEqual(posted, ['state', 'what loaded pages get', 'part']);
  });

  it('shows the last state again when the page has loaded again, and other messages only once', () => {
    const { channel, posted, say } = page();
    channel.show('state');
    channel.postOnce('part');
    say({ type: 'ready' });
    channel.reloading();
    channel.show('another state');
    posted.length = 0;
    say({ type: 'ready' });
    assert.deepEqual(posted, ['another state', 'what loaded pages get']);
  });

  it('keeps a message that needs a state until there is one', () => {
    const { channel, posted, say } = page();
    say({ type: 'ready' });
    channel.postOnce('part');
    assert.deepEqual(posted, ['what loaded pages get']);
    channel.show('state');
    assert.deepEqual(posted.slice(1), ['state', 'part']);
  });

  it('lets no message through that does not fit the contract', () => {
    const { dropped, received, say } = page();
    say({ type: 'remove', name: 'far too long a name' });
    say({ type: 'hack' });
    say({ type: 'add' });
    assert.equal(dropped.length, 2);
    assert.deepEqual(received, ['add']);
  });
});
