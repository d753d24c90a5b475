// @vitest-environment happy-dom
import { nextTick } from 'vue';
import { afterEach, describe, expect, it, vi } from 'vitest';
import PositioningView from '../../views/PositioningView.vue';
import { useLibrary } from '../../stores/library.ts';
import { fakeEngine, refusal } from '../../testing/fake-engine.ts';
import { aMatch, anOutside, aRefusal, aSetup } from '../../testing/matches.ts';
import { mounted, type Mounted } from '../../testing/mounted.ts';
import { aJob, aSeries, aStudy, aVolume } from '../../testing/records.ts';

vi.mock('./MatchPanes.vue', async () => {
  const { h } = await import('vue');
  const props = ['fixed', 'moving', 'matrix', 'adjustable'];
  return {
    default: {
      props,
      emits: ['update:matrix'],
      setup:
        (
          given: { fixed: { id: string }; moving: { id: string }; matrix: number[] },
          { emit }: { emit: (name: string, matrix: number[]) => void },
        ) =>
        () =>
          h('button', {
            'data-part': 'panes',
            'data-pair': `${given.moving.id} on ${given.fixed.id}`,
            onClick: () =>
              emit(
                'update:matrix',
                given.matrix.map((value, n) => (n === 3 ? 5 : value)),
              ),
          }),
    },
  };
});

const scans = aStudy([aSeries([aVolume({ id: 'scan' }), aVolume({ id: 'older' })])]);
const plan = aStudy([aSeries([aVolume({ id: 'plan', kind: 'ct', studyUid: '1.1' })])], {
  uid: '1.1',
});
const planning = { plans: [], structureSets: [], registrations: [], rtImages: [], unreadable: [] };

let view: Mounted<Record<string, unknown>>;
afterEach(() => {
  view.unmount();
  vi.unstubAllGlobals();
});
const settle = async () => {
  for (let n = 0; n < 20; n++) await nextTick();
  await new Promise((done) => setTimeout(done));
  await nextTick();
};
const opened: unknown[][] = [];
async function show(answers: Record<string, unknown>) {
  const sent = fakeEngine({
    'GET /api/studies': { studies: [scans, plan] },
    'GET /api/studies/1.2/positioning': aSetup(),
    'GET /api/studies/1.2/matches': { matches: [] },
    'GET /api/studies/1.2/planning': planning,
    'GET /api/matches': { matches: [] },
    'GET /api/people': { people: ['A. Therapist'] },
    ...answers,
  });
  view = mounted(PositioningView, {
    studyUid: '1.2',
    volumeId: 'scan',
    matchId: null,
    onOpen: (...given: unknown[]) => opened.push(given),
  });
  await useLibrary().load();
  await settle();
  return sent;
}
const text = () => view.root.textContent?.replace(/\s+/g, ' ') ?? '';
const find = <E extends HTMLElement>(selector: string) => view.root.querySelector<E>(selector);
async function openTab(name: string) {
  const tab = [...view.root.querySelectorAll<HTMLElement>('[role="tab"]')].find((one) =>
    one.textContent?.includes(name),
  )!;
  tab.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }));
  await settle();
}
async function type(selector: string, value: string) {
  const field = find<HTMLInputElement>(selector)!;
  field.value = value;
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input'));
  await nextTick();
}
const pressed = async (selector: string) => {
  find(selector)!.click();
  await settle();
};

describe('the positioning screen', () => {
  it('takes the newest scan and the best planning CT, and matches them', async () => {
    const sent = await show({
      'POST /api/jobs': aJob({
        kind: 'match',
        state: 'running',
        params: { movingVolumeId: 'scan' },
      }),
    });
    expect(find('[data-part="panes"]')?.dataset['pair']).toBe('scan on plan');
    expect(text()).toContain('found by its plan');
    await pressed('.toolbar .primary');
    expect(sent.at(-1)?.body).toMatchObject({
      kind: 'match',
      params: { fixedVolumeId: 'plan', movingVolumeId: 'scan', dof: 6 },
    });
    expect(text()).toContain('Voxels made ready');
    expect(find<HTMLButtonElement>('.toolbar .primary')?.disabled).toBe(true);
  });

  it('says what is missing and what to import', async () => {
    await show({ 'GET /api/studies/1.2/positioning': aSetup({ plans: [] }) });
    expect(text()).toContain('No planning CT found');
    expect(text()).toContain('RTSTRUCT');
    expect(find('[data-part="panes"]')).toBeNull();
    view.unmount();
    await show({ 'GET /api/studies/1.2/positioning': aSetup({ scans: [], plans: [] }) });
    expect(text()).toContain('No scan to position');
  });

  it("gives the engine's sentences when it cannot read or run", async () => {
    await show({
      'GET /api/studies/1.2/positioning': () => refusal('x', 'The disk is gone.', 'Plug it in.'),
    });
    expect(find('[role="alert"]')?.textContent).toContain('The disk is gone. Plug it in.');
    view.unmount();
    await show({ 'POST /api/jobs': () => refusal('y', 'No shared body.', 'Check both.') });
    await pressed('.toolbar .primary');
    expect(find('[role="alert"]')?.textContent).toContain('No shared body. Check both.');
  });

  it('says the shift in words, and holds what was set by hand', async () => {
    const sent = await show({
      'GET /api/studies/1.2/matches': { matches: [aMatch()] },
      'POST /api/jobs': aJob({ kind: 'match', params: { movingVolumeId: 'scan' } }),
    });
    expect(text()).toContain('couch 2.1 mm left: patient moves right');
    expect(text()).toContain('Within tolerance (Standard)');
    expect(text()).toContain('not checked against a console');
    expect(text()).toContain('Elastix 5.2 is 0.1 mm');
    await pressed('[data-part="panes"]');
    expect(text()).toContain('Moved by hand');
    await pressed('aside .note .button');
    expect(sent.at(-1)?.body).toMatchObject({ params: { mode: 'hold', startedBy: 'hand' } });
  });

  it('shows no number of a refused match, and why it was refused', async () => {
    await show({ 'GET /api/studies/1.2/matches': { matches: [aRefusal()] } });
    const panel = find('[role="tabpanel"][data-state="active"]')!.textContent;
    expect(panel).toContain('Refused: no shift is given');
    expect(panel).toContain('may be another patient');
    expect(panel).toContain('Position by other means');
    expect(panel).not.toMatch(/\d\s*(mm|cm|°)/);
    await openTab('Sign');
    expect(text()).toContain('cannot be approved');
    await type('[name="person"]', 'A. Therapist');
    await type('[name="pin"]', '1234');
    await type('[name="reason"]', 'Wrong patient');
    expect(find<HTMLButtonElement>('[data-do="approve"]')?.disabled).toBe(true);
    expect(find<HTMLButtonElement>('[data-do="reject"]')?.disabled).toBe(false);
  });

  it('approves outside tolerance with a typed reason only, and keeps no PIN', async () => {
    const sent = await show({
      'GET /api/studies/1.2/matches': { matches: [anOutside()] },
      'POST /api/matches/m1/signatures': () => refusal('p', 'The PIN is wrong.', 'Type it again.'),
    });
    expect(text()).toContain('Outside tolerance');
    await openTab('Sign');
    const approve = () => find<HTMLButtonElement>('[data-do="approve"]')!;
    await type('[name="person"]', 'A. Therapist');
    await type('[name="pin"]', '1234');
    expect(approve().disabled).toBe(true);
    await type('[name="reason"]', '  ');
    expect(approve().disabled).toBe(true);
    await type('[name="reason"]', 'Seen by the physician');
    expect(approve().disabled).toBe(false);
    find<HTMLFormElement>('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await settle();
    expect(sent.findLast(({ method }) => method === 'POST')?.body).toEqual({
      person: 'A. Therapist',
      pin: '1234',
      meaning: 'approved',
      reason: 'Seen by the physician',
    });
    expect(text()).toContain('The PIN is wrong. Type it again.');
    expect(find<HTMLInputElement>('[name="pin"]')?.value).toBe('');
  });

  it('lists what waits in all studies, and opens it', async () => {
    await show({
      'GET /api/matches': { matches: [aRefusal({ id: 'm7', studyUid: '1.1' }), aMatch()] },
    });
    await openTab('Pending');
    const rows = [...view.root.querySelectorAll<HTMLElement>('.row')];
    expect(rows.map((row) => row.querySelector('.tag')?.textContent?.trim())).toEqual([
      'refused',
      'within tolerance',
    ]);
    rows[0]!.click();
    expect(opened.at(-1)).toEqual(['1.1', 'm7']);
  });
});
