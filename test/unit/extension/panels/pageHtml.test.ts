import assert from 'node:assert/strict';
import { pageHtml } from '../../../../extension/panels/pageHtml.js';

describe('the HTML of a page', () => {
  const files = {
    script: 'https://w/viewer.js',
    styles: 'https://w/"><script>',
    worker: 'w',
    cspSource: 'https://w',
  };
  const html = pageHtml(files, 'abc123');

  it('lets nothing in but our own files, and no inline code', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/
      .exec(html)![1]!
      .replaceAll('&#39;', "'");
    assert.match(policy, /^default-src 'none';/);
    assert.match(policy, /script-src 'nonce-abc123';/);
    for (const word of ['unsafe', '*', 'http:', 'https: ']) assert.ok(!policy.includes(word), word);
  });

  it('has the nonce where the UI toolkit looks for it', () =>
    assert.ok(html.includes('<meta property="csp-nonce" content="abc123">')));

  it('cannot be broken by an address', () => assert.ok(!html.includes('"><script>')));
});
