import { SparrowError } from '../../studies/messages/sparrow-error.ts';
import { roiSchema, type Roi } from '../engine/contract/shapes.ts';

/**
 * Reads sphere:x,y,z,r, box:x0,y0,z0,x1,y1,z1 or circle:x,y,z,r[,nx,ny,nz]; patient LPS millimetres,
 * a circle lies in the axial plane unless its normal is given. Throws `engine/not-a-roi`.
 */
export function parseRoi(text: string): Roi {
  const [kind, list = ''] = text.split(':', 2);
  const numbers = list.split(',').map((word) => (word.trim() === '' ? NaN : Number(word)));
  const roi = numbers.every(Number.isFinite) ? build(kind, numbers) : null;
  const parsed = roiSchema.safeParse(roi);
  if (!parsed.success) throw new SparrowError('engine/not-a-roi', { roi: text });
  return parsed.data;
}

function build(kind: string | undefined, n: number[]): unknown {
  if (kind === 'sphere' && n.length === 4) {
    return { kind, centreMm: n.slice(0, 3), radiusMm: n[3] };
  }
  if (kind === 'box' && n.length === 6) return { kind, minMm: n.slice(0, 3), maxMm: n.slice(3) };
  if (kind === 'circle' && (n.length === 4 || n.length === 7)) {
    const normal = n.length === 7 ? n.slice(4) : [0, 0, 1];
    if (normal.every((part) => part === 0)) return null;
    return { kind, centreMm: n.slice(0, 3), radiusMm: n[3], normal };
  }
  return null;
}
