// Cells as the functions of plug-ins get them. They travel as columns of numbers, which are copied at once, and become a
// list of plain objects in the plug-in's process.

/** Cells of one segmentation map, or some of them, as columns. */
export interface CellColumnsInput {
  readonly index: Uint32Array;
  /** 1: positive by the stored thresholds. */
  readonly positive: Uint8Array;
  /** 1: positive or negative; 0: left out by the thresholds. */
  readonly counted: Uint8Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly areaPx: Float64Array;
  /** Four numbers for each cell: left, top, width, height. */
  readonly box: Int32Array;
  /** By the names of the columns of cell tables; NaN is unknown. */
  readonly intensities: Readonly<Record<string, Float64Array>>;
  /** Outline of cell i: x and y of its corners, from `starts[i]` up to `starts[i + 1]`. Absent if nobody asked for it. */
  readonly outlines?: { readonly starts: Uint32Array; readonly xy: Float32Array };
}

/** One cell for a plug-in. Numbers are pixels of the image; a pixel (x, y) covers x … x + 1 and y … y + 1. */
export interface CellInput {
  /** Number of the cell in its map, from 0, as in exported tables. */
  readonly index: number;
  /** True if it is positive by the thresholds of the analysis. Corrections by hand do not change it. */
  readonly positive: boolean;
  /** False if the thresholds leave the cell out. */
  readonly counted: boolean;
  /** Centroid. */
  readonly x: number;
  readonly y: number;
  /** Pixels of the cell, holes included. */
  readonly areaPx: number;
  /** Smallest box around the cell. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /**
   * Numbers that are known of the staining: od_mean, marker_max, hematoxylin_od_mean, dab_od_mean, hematoxylin_mean,
   * dapi_mean, lap2_mean, marker_mean, as exported tables have them. A number that is unknown for this cell is NaN.
   */
  readonly intensities: Readonly<Record<string, number>>;
  /**
   * Corners of the polygon around the cell's pixels, clockwise: x0, y0, x1, y1, … The last corner is joined to the first. Its
   * area is `areaPx`. Only if `needs` says "outline".
   */
  readonly outline?: Float32Array;
}

/** Picture, or the part of it around the cells. Byte of channel c of pixel (X, Y): ((Y − y) × width + X − x) × channels + c */
export interface PictureInput {
  /** Column and row of the first pixel in the image. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 3: red, green, blue. 1: grey. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/**
 * Input of `measure`, which answers with one number for each of `cells`, in their order: a Float64Array or a list; NaN says
 * that a number is unknown. It is called several times, with some of the cells each, if pictures are asked for and the image
 * is larger than 256 MB.
 */
export interface MeasureInput {
  /** Segmentation map that the cells were found in: "Seg". */
  readonly map: string;
  /** Size of the image in pixels. */
  readonly width: number;
  readonly height: number;
  /** Micrometres per pixel; null if unknown, never if `needs` says "mpp". */
  readonly mpp: number | null;
  /** All cells beyond noise, counted or not. */
  readonly cells: readonly CellInput[];
  /** The pictures that `needs` names: the rows of the cells and 32 more above and below, where the image has them. */
  readonly pictures: Readonly<Record<string, PictureInput>>;
}

/**
 * Input of `score`, which answers with a number, with `{ value, shown }` (`value`: a number, or an object of numbers; `shown`:
 * the text for people), or with null if there is nothing to say, for want of cells for example.
 */
export interface ScoreInput {
  readonly map: string;
  readonly mpp: number | null;
  readonly counts: { readonly total: number; readonly positive: number; readonly negative: number };
  /** Cells that count, without outlines. `cell.index` is the place of a cell in a list of `measurements`. */
  readonly cells: readonly CellInput[];
  /** Numbers of all cells by the ids that the declaration asks for; NaN is unknown. */
  readonly measurements: Readonly<Record<string, Float64Array>>;
}

/** The list of cells that the columns mean. */
export function cellsOfColumns(columns: CellColumnsInput): readonly CellInput[] {
  const { index, positive, counted, x, y, areaPx, box, intensities, outlines } = columns;
  const names = Object.keys(intensities);
  return Array.from(index, (number, i) => ({
    index: number,
    positive: positive[i] === 1,
    counted: counted[i] === 1,
    x: x[i]!,
    y: y[i]!,
    areaPx: areaPx[i]!,
    box: { x: box[4 * i]!, y: box[4 * i + 1]!, width: box[4 * i + 2]!, height: box[4 * i + 3]! },
    intensities: Object.fromEntries(names.map((name) => [name, intensities[name]![i]!])),
    ...(outlines ? { outline: outlines.xy.subarray(outlines.starts[i], outlines.starts[i + 1]) } : {}),
  }));
}

/** Arguments as a plug-in gets them: columns of cells become lists. */
export function expandCells(args: readonly unknown[]): readonly unknown[] {
  return args.map((arg) => {
    if (typeof arg !== 'object' || arg === null || !('cellColumns' in arg)) return arg;
    const { cellColumns, ...rest } = arg as { readonly cellColumns: CellColumnsInput };
    return { ...rest, cells: cellsOfColumns(cellColumns) };
  });
}
