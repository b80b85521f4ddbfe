// A small engine for tests: speaks the real protocol, and `image/analyse` does what the image's name says.

import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node.js';
import { serve } from '../../../../engine/requests/connection.js';
import { yieldToEventLoop } from '../../../../engine/control/cancel.js';
import { EngineError } from '../../../../engine/protocol/errors.js';
import type { Control } from '../../../../engine/protocol/progress.js';
import { PROTOCOL_VERSION, type AnalyseParams } from '../../../../engine/protocol/requests.js';
import type { EngineHandlers } from '../../../../engine/requests/engineHandlers.js';

let lastMessage: unknown;
process.on('message', (message) => (lastMessage = message));

/** Behaviours by the image's name; the value is the answer. */
const BEHAVIOURS: Readonly<Record<string, (control: Required<Control>) => unknown>> = {
  /** The request as it came over the wire. */
  wire: () => lastMessage,
  flags: () => process.execArgv,
  print: () => {
    process.stdout.write('to stdout\n');
    process.stderr.write('to stderr\n');
  },
  pixels: () => ({
    raster: { width: 2, height: 1, data: new Uint8Array([1, 2, 3, 4, 5, 6]) },
    planes: [new Float32Array([0.5, -0.5])],
    file: Buffer.from([7, 8, 9]),
  }),
  refuse: () => {
    throw new EngineError('image-unreadable', 'tile.png is empty. Give it another.');
  },
  break: () => {
    throw new TypeError('a defect');
  },
  crash: () => process.exit(7),
  'kill itself': () => process.kill(process.pid, 'SIGKILL'),
  'run until cancelled': async (control) => {
    for (let done = 1; ; done++) {
      await yieldToEventLoop(control);
      control.report({ stage: 'tiles', done, total: 1000 });
    }
  },
  'answer after three tiles': async (control) => {
    for (let done = 1; done <= 3; done++) {
      await yieldToEventLoop(control);
      control.report({ stage: 'tiles', done, total: 3 });
    }
  },
  /** Blocks the event loop meanwhile, as a network on the plain CPU backend does. */
  'compute 200 ms': () => {
    const end = performance.now() + 200;
    while (performance.now() < end);
  },
  'never end': async ({ report }) => {
    report({ stage: 'for ever', done: 0, total: 1 });
    await turnOfTheEventLoop();
    for (;;);
  },
  'was it cancelled before it began?': async ({ signal }) => {
    const before = signal.aborted;
    await turnOfTheEventLoop();
    return before;
  },
};

const handlers = {
  'engine/handshake': () =>
    Promise.resolve({
      protocolVersion: PROTOCOL_VERSION,
      engineVersion: 'test',
      nodeVersion: process.version,
    }),
  'image/analyse': async ({ image }: AnalyseParams, control: Required<Control>) =>
    await BEHAVIOURS[image]!(control),
} as unknown as EngineHandlers; // a test's answers have other shapes, and it needs no other requests

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const service = serve(connection, handlers);
process.on('disconnect', () => void service.cancelAll().then(() => process.exit(0)));
