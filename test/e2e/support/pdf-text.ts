import { inflateSync } from 'node:zlib';

/**
 * The words of a report in the order they were set, one line for each piece of text. Reads what pdfkit
 * writes: embedded fonts whose ToUnicode map gives the characters of two-byte glyph numbers.
 */
export function pdfText(pdf: Uint8Array): string {
  const raw = Buffer.from(pdf);
  const objects = new Map<number, string>();
  const body = raw.toString('latin1');
  for (const found of body.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    objects.set(Number(found[1]), found[2]!);
  }
  const stream = (text: string): string => {
    const at = text.indexOf('stream\n');
    const end = text.lastIndexOf('\nendstream');
    if (at < 0 || end < 0) return '';
    const bytes = Buffer.from(text.slice(at + 7, end), 'latin1');
    return /FlateDecode/.test(text)
      ? inflateSync(bytes).toString('latin1')
      : text.slice(at + 7, end);
  };
  // pdfkit names a font the same in all pages: /F1 5 0 R.
  const fonts = new Map<string, Map<number, string>>();
  for (const [, name, number] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(number)) ?? '');
    if (map) fonts.set(name!, unicodeMap(stream(objects.get(Number(map[1])) ?? '')));
  }
  return [...objects.values()]
    .filter((text) => text.includes('stream\n') && !text.includes('/Subtype /Image'))
    .map(stream)
    .filter((content) => content.includes('TJ'))
    .flatMap((content) => lines(content, fonts))
    .join('\n');
}

function lines(content: string, fonts: ReadonlyMap<string, Map<number, string>>): string[] {
  let font = new Map<number, string>();
  const found: string[] = [];
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map<number, string>();
    else {
      const glyphs = [...(shown ?? '').matchAll(/<([0-9a-f]*)>/gi)].flatMap(
        ([, hex]) => hex?.match(/.{4}/g) ?? [],
      );
      found.push(glyphs.map((glyph) => font.get(parseInt(glyph, 16)) ?? '').join(''));
    }
  }
  return found;
}

/** Ranges of the form `<0000> <00ff> [<0020> <0021> ...]`. */
function unicodeMap(map: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const [, from, , list] of map.matchAll(/<(\w+)> <(\w+)> \[([^\]]*)\]/g)) {
    for (const [n, [, hex]] of [...list!.matchAll(/<([0-9a-f ]+)>/gi)].entries()) {
      const units = hex!.replaceAll(' ', '').match(/.{4}/g) ?? [];
      const text = String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
      found.set(parseInt(from!, 16) + n, text);
    }
  }
  return found;
}
