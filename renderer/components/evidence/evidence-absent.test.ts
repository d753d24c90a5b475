// @vitest-environment happy-dom
import { createApp } from 'vue';
import { expect, it } from 'vitest';
import EvidenceAbsent from './EvidenceAbsent.vue';
import { i18n } from '../../locale/i18n.ts';
import { aVolume } from '../../testing/records.ts';

function said(input: ReturnType<typeof aVolume>): string {
  const root = document.createElement('div');
  createApp(EvidenceAbsent, { input }).use(i18n).mount(root);
  return root.textContent;
}

it('says that a result cannot be checked, why, and what would help', () => {
  const text = said(aVolume({ description: 'Sparse scan', projectionsId: null }));
  expect(text).toContain('cannot be checked against the measurement');
  expect(text).toContain(
    'Sparrow does not have the X-ray projections that Sparse scan was made from',
  );
  expect(text).toContain("import the scan's projections");
});

it('asks for a new run where the projections came later', () => {
  const text = said(aVolume({ description: 'Sparse scan', projectionsId: 'p1' }));
  expect(text).toContain('were not used when this result was made');
  expect(text).toContain('restore Sparse scan again');
});
