// The table of recipes: every kind of model names one that there is.

import assert from 'node:assert/strict';
import { MODEL_KINDS } from '../../../../engine/training/plan/modelKinds.js';
import { RECIPES } from '../../../../engine/training/objective/recipes.js';

describe('recipes', () => {
  for (const { id, recipe } of MODEL_KINDS)
    it(`have that of ${id}, "${recipe}"`, () => assert.ok(RECIPES.has(recipe)));
});
