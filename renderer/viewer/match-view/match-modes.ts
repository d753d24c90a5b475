/** How planning CT and scan are laid over each other. */
export type MatchMode = 'blend' | 'two-colour' | 'wipe' | 'lens' | 'checker' | 'difference';

/** Letters that no command of the application has. */
export const matchModes: readonly { readonly id: MatchMode; readonly key: string }[] = [
  { id: 'blend', key: 'A' },
  { id: 'two-colour', key: 'C' },
  { id: 'wipe', key: 'W' },
  { id: 'lens', key: 'S' },
  { id: 'checker', key: 'Q' },
  { id: 'difference', key: 'D' },
];

/** Radius of the lens and side of a square of the checkerboard, CSS pixels. */
export const lensPx = 70;
export const checkerPx = 48;

/** Colours of the two-colour picture as CSS: where both agree they add up to grey. */
export const twoColours = { fixed: '#e078ff', moving: '#5fe37a' } as const;
