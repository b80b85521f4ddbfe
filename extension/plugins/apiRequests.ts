// Requests of the API: the same as those of the commands, without questions and without panels. Arguments are checked, since
// they come from code of others.

import { basename, extname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { readListed } from '../../engine/reading/listResults.js';
import { mpp } from '../../engine/protocol/sharedShapes.js';
import { stored, text } from '../../engine/protocol/shape.js';
import type { CellTable, InferOptions, ModelInfo, ResultInfo, RunInfo, Thresholds } from '../api/index.js';
import { analysisParams } from '../inference/analyseImages.js';
import type { AnalysisContext } from '../inference/runAnalyses.js';
import type { ModelsView } from '../models/modelsView.js';
import { rescoreArguments } from '../viewer/viewerIntents.js';
import { requireTrust } from '../workbench/commandTable.js';
import { givenFolder } from '../workbench/givenFolder.js';
import { signalOf } from '../workbench/signalOf.js';
import type { ApiTrees } from './apiEvents.js';
import { measuredCells } from './recordData.js';
import { resultInfo, runInfo } from './recordInfo.js';

export interface ApiContext {
  readonly analysis: Pick<AnalysisContext, 'engine' | 'usedBackend' | 'resultsChanged'>;
  readonly models: Pick<ModelsView, 'list'>;
}

type Token = vscode.CancellationToken | undefined;

const inferOptions = stored({}, { model: text({ most: 4096 }), mpp });

export async function listModels({ models }: ApiContext): Promise<readonly ModelInfo[]> {
  requireTrust();
  const { models: known } = await models.list();
  return known.map(({ id, title, folder, tilePx, mpp: size, demo, inUse }) => ({
    ...{ id, title, folder: vscode.Uri.file(folder), tilePx, isDemo: demo === true, isInUse: inUse },
    ...(size === undefined ? {} : { mpp: size }),
  }));
}

export async function listResults({ results }: ApiTrees): Promise<readonly ResultInfo[]> {
  return (await results.all()).map(resultInfo);
}

export async function listRuns({ runs }: ApiTrees): Promise<readonly RunInfo[]> {
  return (await runs.all()).map(runInfo);
}

export async function infer(
  { analysis }: ApiContext,
  image: vscode.Uri,
  options: InferOptions = {},
  token?: Token,
): Promise<ResultInfo> {
  requireTrust();
  const path = givenFolder(image, []);
  const chosen = inferOptions(options, 'infer');
  const into = options.into === undefined ? {} : { into: givenFolder(options.into, []) };
  const params = { ...analysisParams({ path, name: basename(path, extname(path)) }), ...chosen, ...into };
  const { engine, usedBackend, resultsChanged } = analysis;
  const { folder, backend } = await engine.request('image/analyse', params, signalled(token));
  usedBackend(backend);
  resultsChanged();
  return infoOf(folder);
}

export async function rescore(
  { analysis }: ApiContext,
  result: vscode.Uri,
  thresholds: Thresholds,
  token?: Token,
): Promise<ResultInfo> {
  requireTrust();
  const params = rescoreArguments({ folder: givenFolder(result, []), thresholds }, 'rescore');
  await analysis.engine.request('result/rescore', params, signalled(token));
  analysis.resultsChanged();
  return infoOf(params.folder);
}

export async function measure(
  { analysis }: ApiContext,
  result: vscode.Uri,
  token?: Token,
): Promise<CellTable> {
  requireTrust();
  return measuredCells(analysis.engine, givenFolder(result, []), token && signalOf(token));
}

function signalled(token: Token) {
  return token ? { signal: signalOf(token) } : {};
}

async function infoOf(folder: string): Promise<ResultInfo> {
  const result = await readListed(folder);
  if (result) return resultInfo(result);
  throw new EngineError('usage', vscode.l10n.t('This folder is not a result, or not any more: {0}.', folder));
}
