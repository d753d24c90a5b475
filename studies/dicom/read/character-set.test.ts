import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../test/shared-data.ts';
import { decodeText } from './character-set.ts';
import { readInstance } from './instance.ts';

const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('text by SpecificCharacterSet', () => {
  it('decodes single-byte sets, however the term is written', () => {
    for (const term of ['ISO_IR 100', 'ISO 2022 IR 100', 'ISO-IR 100']) {
      expect(decodeText(latin('J\xe9r\xf4me'), [term])).toBe('Jérôme');
    }
    expect(decodeText(latin('\xbf\xc1'), ['ISO_IR 144'])).toBe('ПС');
  });

  it('decodes UTF-8 and, undeclared, UTF-8 before Latin-1', () => {
    const utf8 = new TextEncoder().encode('Größe');
    expect(decodeText(utf8, ['ISO_IR 192'])).toBe('Größe');
    expect(decodeText(utf8, [])).toBe('Größe');
    expect(decodeText(latin('Gr\xf6\xdfe'), [])).toBe('Größe');
  });

  it('follows ISO 2022 escapes and starts anew after a delimiter', () => {
    // PS3.5 annex H.3.1 and I.2
    const japanese = latin('Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B');
    expect(decodeText(japanese, ['', 'ISO 2022 IR 87'])).toBe('Yamada^Tarou=山田^太郎');
    const korean = latin('Hong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7');
    expect(decodeText(korean, ['', 'ISO 2022 IR 149'])).toBe('Hong=洪^吉洞');
  });
});

const names = {
  'chrArab.dcm': 'قباني^لنزار',
  'chrFren.dcm': 'Buc^Jérôme',
  'chrFrenMulti.dcm': 'Buc^Jérôme',
  'chrGerm.dcm': 'Äneas^Rüdiger',
  'chrGreek.dcm': 'Διονυσιος',
  'chrH31.dcm': 'Yamada^Tarou=山田^太郎=やまだ^たろう',
  'chrH32.dcm': 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
  'chrHbrw.dcm': 'שרון^דבורה',
  'chrI2.dcm': 'Hong^Gildong=洪^吉洞=홍^길동',
  'chrJapMulti.dcm': 'やまだ^たろう',
  'chrJapMultiExplicitIR6.dcm': 'やまだ^たろう',
  'chrKoreanMulti.dcm': '김희중',
  'chrRuss.dcm': 'Люкceмбypг',
  'chrX1.dcm': 'Wang^XiaoDong=王^小東',
  'chrX2.dcm': 'Wang^XiaoDong=王^小东',
};
const folder = sharedData('dicom', 'pydicom-test-files', 'charset_files');

describe.skipIf(folder === null)(
  'names of the shared character set files (absent: skipped)',
  () => {
    it.each(Object.entries(names))('%s', (file, name) => {
      const bytes = new Uint8Array(readFileSync(`${folder}/${file}`));
      expect(readInstance(bytes, file).header.patientName).toBe(name);
    });
  },
);
