import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paintBrush, paintStroke } from './brush.ts';
import { heartClass, type ImageDims } from './classes.ts';
import { copyToNeighbour, type PlaneGrid } from './copy.ts';
import { dragContour } from './drag.ts';
import { fillPolygon } from './fill-polygon.ts';
import { classContours, isoContours } from './iso-contours.ts';
import { dilate, erode, fillHoles, largestComponent } from './morphology.ts';
import {
  closestOnPolygon,
  polygonArea,
  polygonCentroid,
  polygonLength,
  resamplePolygon,
} from './polygon.ts';
import { refillOutline } from './refill-outline.ts';
import { tidyLabels } from './tidy-labels.ts';

const dims: ImageDims = [96, 80];
const { lvCavity, lvMyocardium, rvCavity } = heartClass;

function circle(x: number, y: number, radius: number, count = 200): Float64Array {
  return Float64Array.from({ length: count * 2 }, (_, k) => {
    const angle = (2 * Math.PI * (k >> 1)) / count;
    return k % 2 === 0 ? x + radius * Math.cos(angle) : y + radius * Math.sin(angle);
  });
}

function ring(x = 40.3, y = 38.6, inner = 14, outer = 22): Uint8Array {
  const labels = new Uint8Array(dims[0] * dims[1]);
  fillPolygon(labels, dims, circle(x, y, outer), lvMyocardium);
  fillPolygon(labels, dims, circle(x, y, inner), lvCavity);
  return labels;
}

const count = (labels: Uint8Array, value: number) => labels.filter((v) => v === value).length;

describe('polygons', () => {
  test('area, length and centroid of a square', () => {
    const square = Float64Array.of(1, 2, 5, 2, 5, 6, 1, 6);
    expect(polygonArea(square)).toBe(16);
    expect(polygonLength(square)).toBe(16);
    expect(polygonCentroid(square)).toEqual([3, 4]);
    expect(closestOnPolygon(square, 3, 0).distance).toBe(2);
    expect([...resamplePolygon(square, 8)].slice(0, 6)).toEqual([1, 2, 3, 2, 5, 2]);
  });

  test('even points lie on the line at equal distances', () => {
    const even = resamplePolygon(circle(30, 30, 10), 50);
    for (let i = 0; i < 50; i++) {
      const j = (i + 1) % 50;
      const step = Math.hypot(even[j * 2]! - even[i * 2]!, even[j * 2 + 1]! - even[i * 2 + 1]!);
      expect(step).toBeCloseTo((2 * Math.PI * 10) / 50, 2);
    }
  });
});

describe('outlines of masks', () => {
  test('the half-way lines of one pixel', () => {
    const mask = new Uint8Array(9);
    mask[4] = 1;
    const [line] = isoContours(mask, [3, 3]);
    expect(polygonArea(line!)).toBeCloseTo(0.5);
    expect(polygonCentroid(line!)).toEqual([1, 1]);
  });

  test('filling the half-way lines gives the mask back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 48, maxLength: 48, max: 1 }), (mask) => {
        const refilled = new Uint8Array(48);
        // Holes are lines too: even-odd over all lines is an exclusive or of the fills.
        for (const line of isoContours(mask, [8, 6])) {
          const part = new Uint8Array(48);
          fillPolygon(part, [8, 6], line, 1);
          part.forEach((value, at) => (refilled[at] = refilled[at]! ^ value));
        }
        expect(refilled).toEqual(mask);
      }),
    );
  });

  test('smoothed outlines of discs lie within a quarter of a pixel of the circle', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 6, max: 25, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (radius, offset) => {
          const labels = new Uint8Array(dims[0] * dims[1]);
          fillPolygon(labels, dims, circle(40 + offset, 38 - offset, radius), lvCavity);
          const [line] = classContours(labels, dims, [lvCavity]);
          let off = 0;
          for (let i = 0; i < line!.length; i += 2) {
            const away = Math.hypot(line![i]! - 40 - offset, line![i + 1]! - 38 + offset) - radius;
            off += Math.abs(away) / (line!.length / 2);
          }
          expect(off).toBeLessThan(0.25);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a mask at the edge of the image closes', () => {
    const labels = new Uint8Array(25).fill(lvCavity);
    expect(polygonArea(isoContours(labels, [5, 5])[0]!)).toBeCloseTo(24.5);
  });
});

describe('drawing', () => {
  test('a filled circle has the area of the circle', () => {
    const labels = new Uint8Array(dims[0] * dims[1]);
    const changed = fillPolygon(labels, dims, circle(40.2, 37.7, 20), lvCavity);
    expect(changed).toBe(count(labels, lvCavity));
    expect(Math.abs(changed / (Math.PI * 400) - 1)).toBeLessThan(0.01);
  });

  test('a fill that leaves the image is cut off', () => {
    const labels = new Uint8Array(dims[0] * dims[1]);
    fillPolygon(labels, dims, circle(0, 0, 10), lvCavity);
    expect(Math.abs(count(labels, lvCavity) / (25 * Math.PI + 10.5) - 1)).toBeLessThan(0.05);
  });

  test('the brush paints over the classes named only', () => {
    const labels = ring();
    const muscle = count(labels, lvMyocardium);
    expect(paintBrush(labels, dims, [40, 38], 30, rvCavity, [0])).toBeGreaterThan(0);
    expect(count(labels, lvMyocardium)).toBe(muscle);
  });

  test('a stroke leaves no gap between two pointer positions', () => {
    const labels = new Uint8Array(dims[0] * dims[1]);
    paintStroke(labels, dims, [10, 10], [70, 40], 3, lvCavity);
    for (let k = 0; k <= 20; k++) {
      const at = Math.round(10 + 1.5 * k) * dims[0] + Math.round(10 + 3 * k);
      expect(labels[at]).toBe(lvCavity);
    }
  });
});

describe('pulling an outline', () => {
  const nested = (labels: Uint8Array) => {
    for (let at = 0; at < labels.length; at++) {
      if (labels[at] !== lvCavity) continue;
      for (const step of [-1, 1, -dims[0], dims[0]])
        expect([lvCavity, lvMyocardium]).toContain(labels[at + step]);
    }
  };

  test('the point pulled arrives, the far side stays', () => {
    const line = dragContour(circle(40, 40, 20), [60, 40], [66, 40], 6);
    expect(closestOnPolygon(line, 66, 40).distance).toBeLessThan(0.1);
    expect(closestOnPolygon(line, 20, 40).distance).toBeLessThan(0.1);
  });

  test('a cavity pulled through the wall keeps a rim of muscle', () => {
    const labels = ring();
    const [line] = classContours(labels, dims, [lvCavity]);
    const pulled = dragContour(line!, [54, 38], [66, 38], 5);
    const edited = refillOutline(labels, dims, 'lvCavity', pulled);
    expect(count(edited, lvCavity)).toBeGreaterThan(count(labels, lvCavity));
    nested(edited);
  });

  test('an epicardium pushed inwards takes the cavity with it', () => {
    const labels = ring();
    const [line] = classContours(labels, dims, [lvCavity, lvMyocardium]);
    const edited = refillOutline(
      labels,
      dims,
      'lvEpicardium',
      dragContour(line!, [62, 38], [50, 38], 6),
    );
    expect(count(edited, lvCavity)).toBeLessThan(count(labels, lvCavity));
    nested(edited);
  });

  test('the right ventricle does not enter the left', () => {
    const labels = ring();
    const before = count(labels, lvMyocardium);
    const edited = refillOutline(labels, dims, 'rvCavity', circle(20, 38, 15));
    expect(count(edited, rvCavity)).toBeGreaterThan(100);
    expect(count(edited, lvMyocardium)).toBe(before);
  });

  test('refilling an outline not pulled changes next to nothing', () => {
    const labels = ring();
    const [line] = classContours(labels, dims, [lvCavity]);
    const again = refillOutline(labels, dims, 'lvCavity', line!);
    expect(again.filter((v, at) => v !== labels[at]).length).toBeLessThan(20);
  });
});

describe('copying', () => {
  const grid = (over: Partial<PlaneGrid> = {}): PlaneGrid => ({
    originMm: [0, 0, 0],
    row: [1, 0, 0],
    column: [0, 1, 0],
    spacingMm: [1.5, 1.5],
    dims: [96, 80],
    ...over,
  });

  test('to another phase: the same map', () => {
    expect(copyToNeighbour(ring(), grid(), grid())).toEqual(ring());
  });

  test('to a neighbour with another origin and pixel size: the same place in the patient', () => {
    const to = grid({ originMm: [15, 7.5, 10], spacingMm: [0.75, 0.75], dims: [160, 140] });
    const copy = copyToNeighbour(ring(), grid(), to);
    const [line] = classContours(copy, [160, 140], [lvCavity]);
    const [x, y] = polygonCentroid(line!);
    expect(15 + x * 0.75).toBeCloseTo(40.3 * 1.5, 0);
    expect(7.5 + y * 0.75).toBeCloseTo(38.6 * 1.5, 0);
    expect(Math.abs(count(copy, lvCavity) / count(ring(), lvCavity) / 4 - 1)).toBeLessThan(0.02);
  });

  test('to a mirrored grid: mirrored pixels, the same place', () => {
    const to = grid({ originMm: [95 * 1.5, 0, 8], row: [-1, 0, 0] });
    const copy = copyToNeighbour(ring(), grid(), to);
    expect(copy[38 * 96 + 95 - 40]).toBe(lvCavity);
    expect(count(copy, lvCavity)).toBe(count(ring(), lvCavity));
  });

  test('to a plane at right angles: nothing', () => {
    const copy = copyToNeighbour(ring(), grid(), grid({ column: [0, 0, 1] }));
    expect(copy.every((v) => v === 0)).toBe(true);
  });
});

describe('tidying', () => {
  test('islands go, holes fill, the ring stays', () => {
    const labels = ring();
    labels[3] = lvCavity;
    labels[5 * 96 + 90] = rvCavity;
    fillPolygon(labels, dims, circle(80, 60, 6), rvCavity);
    labels[38 * 96 + 40] = 0;
    labels[60 * 96 + 80] = 0;
    const tidy = tidyLabels(labels, dims);
    expect(tidy[3]).toBe(0);
    expect(tidy[5 * 96 + 90]).toBe(0);
    expect(tidy[38 * 96 + 40]).toBe(lvCavity);
    expect(tidy[60 * 96 + 80]).toBe(rvCavity);
    expect(count(tidy, lvMyocardium)).toBe(count(ring(), lvMyocardium));
    expect(tidyLabels(tidy, dims)).toEqual(tidy);
  });

  test('eroding and widening a disc move its edge by the radius', () => {
    const disc = new Uint8Array(dims[0] * dims[1]);
    fillPolygon(disc, dims, circle(40, 40, 15), 1);
    const radiusOf = (mask: Uint8Array) => Math.sqrt(count(mask, 1) / Math.PI);
    expect(radiusOf(erode(disc, dims, 3))).toBeCloseTo(12, 0);
    expect(radiusOf(dilate(disc, dims, 3))).toBeCloseTo(18, 0);
  });

  test('an empty map stays empty', () => {
    const empty = new Uint8Array(12);
    expect(largestComponent(empty, [4, 3])).toEqual(empty);
    expect(fillHoles(empty, [4, 3])).toEqual(empty);
    expect(isoContours(empty, [4, 3])).toEqual([]);
  });
});

test('a pointer move on 256 x 256 takes a few milliseconds', () => {
  const big: ImageDims = [256, 256];
  const labels = new Uint8Array(256 * 256);
  fillPolygon(labels, big, circle(128, 128, 40), lvMyocardium);
  fillPolygon(labels, big, circle(128, 128, 28), lvCavity);
  const started = performance.now();
  for (let k = 0; k < 20; k++) {
    const [line] = classContours(labels, big, [lvCavity]);
    refillOutline(labels, big, 'lvCavity', dragContour(line!, [156, 128], [158 + k / 10, 128], 8));
  }
  expect((performance.now() - started) / 20).toBeLessThan(60);
});
