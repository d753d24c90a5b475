/** Palette lookup tables (PS3.3 C.7.6.3.1.5) brought to 8 bits: one entry per stored value from `first` on. */
export interface PaletteTables {
  first: number;
  red: Uint8Array;
  green: Uint8Array;
  blue: Uint8Array;
}
