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

  it('hands over translations as data that cannot end their element', () => {
    const texts = { 'Save <all>': '</script><script>alert(1)' };
    const page = pageHtml({ ...files, texts }, 'abc123');
    const [, json] = /<script type="application\/json" id="texts">(.*)<\/script>\n/.exec(page)!;
    assert.deepEqual(JSON.parse(json!), texts);
    assert.equal(page.match(/<script/g)!.length, 2);
  });

  it('cannot be broken by an address', () => assert.ok(!html.includes('"><script>')));
});
