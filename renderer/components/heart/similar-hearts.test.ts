// @vitest-environment happy-dom
import { nextTick } from 'vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import SimilarHearts from './SimilarHearts.vue';
import { differences, facePlanes, signed } from './similar-hearts.ts';
import { fakeEngine, refusal } from '../../testing/fake-engine.ts';
import { aHeart, aMeasure } from '../../testing/heart-records.ts';
import { mounted } from '../../testing/mounted.ts';
import { aStudy } from '../../testing/records.ts';
import { useLibrary } from '../../stores/library.ts';

afterEach(() => void vi.unstubAllGlobals());

it('says by how much hearts differ, and which planes stand for them', () => {
  const other = { lvEfPct: aMeasure(52.4, 3), lvMassG: aMeasure(101, 3) };
  expect(differences(aHeart().head, other).map(({ by }) => signed(by))).toEqual(['−8', '–', '+11']);
  expect(signed(-0.3)).toBe('0');
  const { sax, fourChamber } = facePlanes(aHeart());
  expect([sax?.order, fourChamber?.view]).toEqual([2, '4ch']);
  expect(facePlanes({ planes: [] })).toEqual({ sax: null, fourChamber: null });
});

describe('the list', () => {
  const neighbour = (given: object) => ({
    result: 'h2',
    studyUid: '1.9',
    distance: 0.08,
    measures: { lvEfPct: aMeasure(50, 3) },
    samePatient: false,
    created: '2026-01-01T00:00:00Z',
    ...given,
  });
  const settled = async () => {
    for (let n = 0; n < 10; n++) await new Promise((resolve) => setTimeout(resolve));
    await nextTick();
  };

  it('names nobody but the patient, and asks for their own studies only when told to', async () => {
    const sent = fakeEngine({
      'GET /api/hearts/h1': aHeart(),
      'GET /api/hearts/h1/similar': ({ url }: { url: string }) => ({
        neighbours: [
          neighbour({}),
          ...(url.includes('samePatient=true')
            ? [neighbour({ result: 'h3', studyUid: '1.8', samePatient: true })]
            : []),
        ],
      }),
    });
    const { root, unmount } = mounted(SimilarHearts, { resultId: 'h1' });
    useLibrary().studies = [
      aStudy([], { uid: '1.9', patientName: 'SECRET^Other' }),
      aStudy([], { uid: '1.8', patientName: 'OWN^Name', date: '20250302' }),
    ];
    await settled();
    expect(root.querySelectorAll('[data-neighbour]')).toHaveLength(1);
    expect(sent.some(({ url }) => url.includes('samePatient=false'))).toBe(true);
    expect(root.querySelector('[data-neighbour]')!.textContent).toContain('50 (−10)');
    root.querySelector<HTMLElement>('input[type="checkbox"]')!.click();
    await settled();
    expect(root.querySelectorAll('[data-neighbour]')).toHaveLength(2);
    expect(root.textContent).toContain('This patient, 2025-03-02');
    expect(document.body.textContent).not.toContain('SECRET');
    unmount();
  });

  it('says what to do when the library holds no other heart', async () => {
    fakeEngine({
      'GET /api/hearts/h1': aHeart(),
      'GET /api/hearts/h1/similar': { neighbours: [] },
    });
    const { root, unmount } = mounted(SimilarHearts, { resultId: 'h1' });
    await settled();
    expect(root.querySelector('[data-part="empty"]')!.textContent).toContain(
      'The library holds no heart of another patient',
    );
    unmount();
  });

  it('shows why it has no answer', async () => {
    fakeEngine({
      'GET /api/hearts/h1': refusal('x', 'The heart is gone.', 'Measure it again.', 404),
      'GET /api/hearts/h1/similar': { neighbours: [] },
    });
    const { root, unmount } = mounted(SimilarHearts, { resultId: 'h1' });
    await settled();
    expect(root.querySelector('[role="alert"]')!.textContent).toContain(
      'The heart is gone. Measure it again.',
    );
    unmount();
  });
});
