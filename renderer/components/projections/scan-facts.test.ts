import { describe, expect, it } from 'vitest';
import { fieldOfViewRadiusMm } from '../../../studies/tomography/circular-geometry.ts';
import { aScan } from '../../testing/records.ts';
import { arcOf, scanFacts } from './scan-facts.ts';

const turn = (views: number, arcDeg: number, startDeg = 0) =>
  Array.from({ length: views }, (_, n) => startDeg + (arcDeg * n) / (views - 1));

describe('facts of a scan', () => {
  it('of a full turn', () => {
    const facts = scanFacts(aScan());
    expect(facts).toMatchObject({ arcDeg: 360, direction: 'clockwise', offsetMm: null });
    expect(facts.stepDeg[0]).toBeCloseTo(7.2);
    expect(facts.stepDeg[1]).toBeCloseTo(7.2);
    expect(facts.detectorMm).toEqual([512, 384]);
    expect(facts.fieldOfViewMm.height).toBe(256);
  });

  it('have the field of view of the physics', () => {
    const scan = aScan();
    const geometry = { ...scan, detectorColumns: scan.columns, detectorRows: scan.rows };
    const { detectorOffsetsMm: _, sourceOffsetsMm: __, ...centred } = geometry;
    expect(scanFacts(scan).fieldOfViewMm.diameter).toBeCloseTo(2 * fieldOfViewRadiusMm(centred));
  });

  it('of a short scan that runs backwards over 0', () => {
    const facts = scanFacts(aScan({ anglesDeg: turn(101, -200, 90) }));
    expect(facts.arcDeg).toBeCloseTo(200);
    expect(facts.direction).toBe('counterclockwise');
    expect(facts.startDeg).toBe(90);
  });

  it('of a half fan: the far edge makes the field wider', () => {
    const detectorOffsetsMm = Array.from({ length: 50 }, () => [160, 0] as [number, number]);
    const facts = scanFacts(aScan({ detectorOffsetsMm }));
    expect(facts.offsetMm).toEqual({ u: [160, 160], v: [0, 0] });
    expect(facts.fieldOfViewMm.diameter).toBeGreaterThan(
      1.5 * scanFacts(aScan()).fieldOfViewMm.diameter,
    );
  });

  it('of an uneven scan: steps as they are, and no one direction', () => {
    const facts = scanFacts(aScan({ anglesDeg: [0, 10, 30, 25] }));
    expect(facts.stepDeg).toEqual([5, 20]);
    expect(facts.direction).toBe('mixed');
  });

  it('of one view alone', () => {
    expect(scanFacts(aScan({ views: 1, anglesDeg: [42] }))).toMatchObject({ stepDeg: [0, 0] });
  });
});

describe('the arc', () => {
  it('is closed by a gap of a step, not by the gap of a short scan', () => {
    expect(arcOf([350, 0, 10, 20])).toBeCloseTo(30);
    expect(arcOf(turn(36, 350, 5))).toBe(360);
    expect(arcOf(turn(50, 300))).toBeCloseTo(300);
  });
});
