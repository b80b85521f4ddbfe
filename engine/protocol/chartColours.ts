// Colours of groups and curves on a light ground, chosen to be told apart, also by people who see few colours. Pages and
// reports use the same.

export const COLOURS_ON_LIGHT = [
  '#0a6fc2',
  '#c25e00',
  '#128049',
  '#c2185b',
  '#7440c4',
  '#8a7400',
  '#00807b',
  '#b8410f',
  '#4d6275',
  '#a03b8e',
] as const;
