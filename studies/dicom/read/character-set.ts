/**
 * Text of a DICOM element by SpecificCharacterSet (PS3.3 C.12.1.1.2, PS3.5 6.1), with the code
 * extensions of ISO 2022 that Japanese, Korean and Chinese names use.
 */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[]): string {
  const first = (characterSets[0] ?? '').trim();
  if (bytes.every((byte) => byte < 0x80 && byte !== escape)) return ascii(bytes);
  if (first === '' && characterSets.length < 2) return decodeUndeclared(bytes);
  if (bytes.includes(escape)) return decodeIso2022(bytes, first);
  return decodeWith(encodingOf(first), bytes);
}

const escape = 0x1b;

/** Encoding names of TextDecoder by defined term, with and without code extensions. */
const encodings: Record<string, string> = {
  '6': 'windows-1252',
  '13': 'shift_jis',
  '100': 'windows-1252',
  '101': 'iso-8859-2',
  '109': 'iso-8859-3',
  '110': 'iso-8859-4',
  '126': 'iso-8859-7',
  '127': 'iso-8859-6',
  '138': 'iso-8859-8',
  '144': 'iso-8859-5',
  '148': 'windows-1254',
  '149': 'euc-kr',
  '166': 'windows-874',
  '192': 'utf-8',
  '203': 'iso-8859-15',
  '58': 'gb18030',
  '87': 'euc-jp',
  '159': 'euc-jp',
};

function encodingOf(term: string): string {
  const name = term.toUpperCase();
  if (name === 'GB18030' || name === 'GBK') return name.toLowerCase();
  // Writers disagree on "ISO_IR 100", "ISO-IR 100", "ISO 2022 IR 100" and "ISO_IR_100".
  const number = /IR[ _-]?(\d+)$/.exec(name)?.[1];
  return encodings[number ?? '6'] ?? 'windows-1252';
}

/** No declared set means ASCII, yet files hold UTF-8 or Latin-1 all the same. */
function decodeUndeclared(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeWith('windows-1252', bytes);
  }
}

interface CodeState {
  /** Encoding of bytes below 0x80 when they are double-byte codes, else null for ASCII. */
  g0: 'jis0208' | 'jis0212' | null;
  /** Encoding of bytes from 0x80. */
  g1: string;
}

/** Escape sequences (without the escape byte) and what they switch; PS3.3 C.12.1.1.2 tables. */
const escapes: readonly [sequence: string, change: Partial<CodeState>][] = [
  ['$B', { g0: 'jis0208' }],
  ['$@', { g0: 'jis0208' }],
  ['$(D', { g0: 'jis0212' }],
  ['(B', { g0: null }],
  ['(J', { g0: null }],
  [')I', { g1: 'shift_jis' }],
  ['$)C', { g1: 'euc-kr' }],
  ['$)A', { g1: 'gb18030' }],
  ['-A', { g1: 'windows-1252' }],
  ['-B', { g1: 'iso-8859-2' }],
  ['-C', { g1: 'iso-8859-3' }],
  ['-D', { g1: 'iso-8859-4' }],
  ['-F', { g1: 'iso-8859-7' }],
  ['-G', { g1: 'iso-8859-6' }],
  ['-H', { g1: 'iso-8859-8' }],
  ['-L', { g1: 'iso-8859-5' }],
  ['-M', { g1: 'windows-1254' }],
  ['-T', { g1: 'windows-874' }],
  ['-b', { g1: 'iso-8859-15' }],
];

function decodeIso2022(bytes: Uint8Array, first: string): string {
  const initial: CodeState = { g0: null, g1: encodingOf(first) };
  let state = initial;
  let text = '';
  let from = 0;
  const flush = (to: number) => {
    text += decodeRun(bytes.subarray(from, to), state);
    from = to;
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === escape) {
      flush(at);
      const rest = ascii(bytes.subarray(at + 1, at + 5));
      const match = escapes.find(([sequence]) => rest.startsWith(sequence));
      state = { ...state, ...match?.[1] };
      at += match?.[0].length ?? 0;
      from = at + 1;
    } else if (state.g0 === null && delimiters.has(byte)) {
      // The sets start anew after every delimiter and line end (PS3.5 6.1.2.5.3).
      flush(at + 1);
      state = initial;
    }
  }
  flush(bytes.length);
  return text;
}

/** Backslash, caret, equals, tab and line ends. */
const delimiters = new Set([0x5c, 0x5e, 0x3d, 0x09, 0x0a, 0x0c, 0x0d]);

function decodeRun(bytes: Uint8Array, state: CodeState): string {
  if (state.g0 === null) return decodeWith(state.g1, bytes);
  // EUC-JP holds both Japanese sets: JIS X 0208 with the high bit set, JIS X 0212 after 0x8f.
  const euc: number[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    if (state.g0 === 'jis0212') euc.push(0x8f);
    euc.push((bytes[at] ?? 0) | 0x80, (bytes[at + 1] ?? 0) | 0x80);
  }
  return decodeWith('euc-jp', Uint8Array.from(euc));
}

const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

function decodeWith(encoding: string, bytes: Uint8Array): string {
  let decoder = decoders.get(encoding);
  if (decoder === undefined) {
    decoder = new TextDecoder(encoding);
    decoders.set(encoding, decoder);
  }
  return decoder.decode(bytes);
}

function ascii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
