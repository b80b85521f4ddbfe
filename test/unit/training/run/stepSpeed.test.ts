// Times of steps from two that were measured.

import assert from 'node:assert/strict';
import { lineThrough } from '../../../../engine/training/run/stepSpeed.js';

describe('the time of a step', () => {
  it('has a constant part, and one that grows with the arithmetic', () => {
    const secondsOf = lineThrough({ multiplyAdds: 1, seconds: 3 }, { multiplyAdds: 4, seconds: 6 });
    assert.equal(secondsOf(10), 12);
  });

  it('is proportional to the arithmetic if the smaller step was disturbed', () => {
    const secondsOf = lineThrough({ multiplyAdds: 1, seconds: 9 }, { multiplyAdds: 4, seconds: 6 });
    assert.equal(secondsOf(8), 12);
  });
});
