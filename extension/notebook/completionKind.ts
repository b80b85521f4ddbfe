// Pictures of completions: TypeScript's words for kinds as those of VS Code.

import * as vscode from 'vscode';

const KINDS: Readonly<Record<string, keyof typeof vscode.CompletionItemKind>> = {
  'primitive type': 'Keyword',
  keyword: 'Keyword',
  const: 'Constant',
  let: 'Variable',
  var: 'Variable',
  'local var': 'Variable',
  alias: 'Variable',
  parameter: 'Variable',
  property: 'Field',
  getter: 'Field',
  setter: 'Field',
  function: 'Function',
  'local function': 'Function',
  method: 'Method',
  construct: 'Method',
  call: 'Method',
  enum: 'Enum',
  'enum member': 'EnumMember',
  module: 'Module',
  'external module name': 'Module',
  class: 'Class',
  'local class': 'Class',
  type: 'Class',
  interface: 'Interface',
  script: 'File',
  directory: 'Folder',
  string: 'Constant',
};

/** `kind`: TypeScript's word. */
export function completionKind(kind: string): vscode.CompletionItemKind {
  return vscode.CompletionItemKind[KINDS[kind] ?? 'Property'];
}
