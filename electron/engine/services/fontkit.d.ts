/** The little of fontkit that Sparrow uses; the package brings no declarations. */
declare module 'fontkit' {
  export interface PathCommand {
    command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
    args: number[];
  }
  export interface Glyph {
    advanceWidth: number;
    path: { commands: PathCommand[] };
  }
  export interface Font {
    unitsPerEm: number;
    layout(text: string): { glyphs: Glyph[] };
  }
  export function openSync(path: string): Font;
}
