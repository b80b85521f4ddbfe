import assert from 'node:assert/strict';
import { sortedJson } from '../../../../extension/runs/sortedJson.js';

describe('configurations to compare', () => {
  it('differ only where values do', () =>
    assert.equal(
      sortedJson({ b: 1, a: { d: [1, 2], c: [{ y: 1, x: null }] }, e: {} }),
      '{\n  "a": {\n    "c": [\n      {\n        "x": null,\n        "y": 1\n      }\n    ],\n    "d": [1, 2]\n  },\n  "b": 1,\n  "e": {}\n}\n',
    ));
});
