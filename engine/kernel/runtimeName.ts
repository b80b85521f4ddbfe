// Global object whose functions a compiled cell calls.

export const RUNTIME = '__deepliif';
