/** How a transfer syntax stores the data set and, if compressed, which decoder its frames need. */
export type Compression =
  | 'none'
  | 'rle'
  | 'jpeg'
  | 'jpeg-lossless'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'htj2k'
  | 'plain-frame'
  | 'deflated-frame'
  | 'unsupported';

export interface TransferSyntax {
  uid: string;
  /** Name as PS3.6 gives it, shortened; shown to the user when the syntax is refused. */
  name: string;
  explicitVr: boolean;
  bigEndian: boolean;
  deflated: boolean;
  compression: Compression;
  /** The syntax itself always loses information. */
  lossy: boolean;
}

export const implicitLittleEndian = '1.2.840.10008.1.2';
export const explicitLittleEndian = '1.2.840.10008.1.2.1';
export const explicitBigEndian = '1.2.840.10008.1.2.2';

/** Media Storage Directory Storage: a DICOMDIR. */
export const mediaDirectorySopClass = '1.2.840.10008.1.3.10';

const plain = { explicitVr: true, bigEndian: false, deflated: false, lossy: false } as const;

const native: TransferSyntax[] = [
  {
    ...plain,
    uid: implicitLittleEndian,
    name: 'Implicit VR Little Endian',
    explicitVr: false,
    compression: 'none',
  },
  {
    ...plain,
    uid: explicitLittleEndian,
    name: 'Explicit VR Little Endian',
    compression: 'none',
  },
  {
    ...plain,
    uid: explicitBigEndian,
    name: 'Explicit VR Big Endian',
    bigEndian: true,
    compression: 'none',
  },
  {
    ...plain,
    uid: '1.2.840.10008.1.2.1.99',
    name: 'Deflated Explicit VR Little Endian',
    deflated: true,
    compression: 'none',
  },
];

const encapsulated = (
  [
    ['1.98', 'Encapsulated Uncompressed', 'plain-frame', false],
    ['8.1', 'Deflated Image Frame Compression', 'deflated-frame', false],
    ['5', 'RLE Lossless', 'rle', false],
    ['4.50', 'JPEG Baseline (Process 1)', 'jpeg', true],
    ['4.51', 'JPEG Extended (Processes 2 and 4)', 'jpeg', true],
    ['4.53', 'JPEG Spectral Selection (Processes 6 and 8)', 'jpeg', true],
    ['4.55', 'JPEG Full Progression (Processes 10 and 12)', 'jpeg', true],
    ['4.57', 'JPEG Lossless (Process 14)', 'jpeg-lossless', false],
    ['4.70', 'JPEG Lossless (Process 14, Selection Value 1)', 'jpeg-lossless', false],
    ['4.80', 'JPEG-LS Lossless', 'jpeg-ls', false],
    ['4.81', 'JPEG-LS Near-Lossless', 'jpeg-ls', false],
    ['4.90', 'JPEG 2000 Lossless', 'jpeg-2000', false],
    ['4.91', 'JPEG 2000', 'jpeg-2000', false],
    ['4.92', 'JPEG 2000 Multi-component Lossless', 'jpeg-2000', false],
    ['4.93', 'JPEG 2000 Multi-component', 'jpeg-2000', false],
    ['4.94', 'JPIP Referenced', 'unsupported', false],
    ['4.95', 'JPIP Referenced Deflate', 'unsupported', false],
    ['4.100', 'MPEG-2 Main Profile, Main Level', 'unsupported', true],
    ['4.101', 'MPEG-2 Main Profile, High Level', 'unsupported', true],
    ['4.102', 'MPEG-4 AVC/H.264 High Profile', 'unsupported', true],
    ['4.103', 'MPEG-4 AVC/H.264 BD-compatible', 'unsupported', true],
    ['4.104', 'MPEG-4 AVC/H.264 High Profile for 2D Video', 'unsupported', true],
    ['4.105', 'MPEG-4 AVC/H.264 High Profile for 3D Video', 'unsupported', true],
    ['4.106', 'MPEG-4 AVC/H.264 Stereo High Profile', 'unsupported', true],
    ['4.107', 'HEVC/H.265 Main Profile', 'unsupported', true],
    ['4.108', 'HEVC/H.265 Main 10 Profile', 'unsupported', true],
    ['4.110', 'JPEG XL Lossless', 'unsupported', false],
    ['4.111', 'JPEG XL JPEG Recompression', 'unsupported', true],
    ['4.112', 'JPEG XL', 'unsupported', false],
    ['4.201', 'High-Throughput JPEG 2000 Lossless', 'htj2k', false],
    ['4.202', 'High-Throughput JPEG 2000 RPCL Lossless', 'htj2k', false],
    ['4.203', 'High-Throughput JPEG 2000', 'htj2k', false],
  ] as const
).map(([tail, name, compression, lossy]): TransferSyntax => {
  return { ...plain, uid: `1.2.840.10008.1.2.${tail}`, name, compression, lossy };
});

const gePrivate: TransferSyntax = {
  ...plain,
  uid: '1.2.840.113619.5.2',
  name: 'GE private Implicit VR with big-endian pixels',
  explicitVr: false,
  compression: 'unsupported',
};

const byUid = new Map(
  [...native, ...encapsulated, gePrivate].map((syntax) => [syntax.uid, syntax]),
);

/** The syntax of a UID; an unknown one is explicit little endian by PS3.5 and named by its UID. */
export function transferSyntax(uid: string): TransferSyntax {
  return byUid.get(uid) ?? { ...plain, uid, name: uid, compression: 'unsupported', lossy: false };
}
