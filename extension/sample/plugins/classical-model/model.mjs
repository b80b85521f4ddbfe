// The program that DeepLIIF for VS Code runs: JSON-RPC 2.0 over its standard input and output, a message per line. Notes go
// to standard error (console.error).
import { createInterface } from 'node:readline';
import { segment } from './segment.mjs';

const methods = {
  initialize: () => ({ protocol: 1, outputs: { segmentation: true } }),
  infer: ({ width, height, ihc }) => {
    const pixels = Buffer.from(ihc, 'base64');
    if (pixels.length !== width * height * 3) throw new Error(`${pixels.length} bytes are no tile`);
    const map = segment(pixels, width, height);
    return { segmentation: Buffer.from(map).toString('base64') };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (method === 'shutdown') process.exit();
  let answer;
  try {
    answer = { result: methods[method](params) };
  } catch (error) {
    answer = { error: { code: -32000, message: String(error) } };
  }
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
}
