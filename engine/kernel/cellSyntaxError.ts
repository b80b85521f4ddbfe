// Error of a cell that cannot be parsed, with its place.

/** Place in a cell; both from 0. */
export interface CellPlace {
  readonly line: number;
  readonly column: number;
}

export class CellSyntaxError extends Error {
  override readonly name = 'SyntaxError';

  constructor(
    message: string,
    readonly place: CellPlace,
  ) {
    super(message);
  }
}
