// The recipes by which models learn, one entry each; a kind of model names its own (plan/modelKinds.ts), and an objective may
// name another one.

import { modelKind } from '../plan/modelKinds.js';
import type { TrainedModelPlan } from '../plan/modelPlan.js';
import type { Objective } from '../plan/objective.js';
import { classRecipe } from './classRecipe.js';
import { cycleRecipe } from './cycleRecipe.js';
import type { Recipe } from './recipe.js';
import { registeredRecipe } from './registeredRecipe.js';

export const RECIPES: ReadonlyMap<string, (plan: TrainedModelPlan, objective: Objective) => Recipe> = new Map(
  [
    ['registered', registeredRecipe],
    ['cycle', cycleRecipe],
    ['classes', classRecipe],
  ],
);

/** @throws EngineError `usage` for a kind of model that there is not */
export function recipeOf(plan: TrainedModelPlan, objective: Objective): Recipe {
  const { id, recipe: ofKind } = modelKind(plan.kind);
  const recipe = objective.recipe ?? ofKind;
  const make = RECIPES.get(recipe);
  if (!make) throw new RangeError(`There is no recipe "${recipe}", which ${id} needs.`);
  return make(plan, objective);
}
