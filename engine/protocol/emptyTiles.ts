// Treatment of tiles that show nothing but background: networks need not run for them.

/**
 * `skip` leaves out tiles without any nucleus, `reference` those that DeepLIIF leaves out, also if they hold a single
 * nucleus on blank glass, `infer` none.
 */
export const EMPTY_TILES = ['skip', 'reference', 'infer'] as const;
export type EmptyTiles = (typeof EMPTY_TILES)[number];
