import { SparrowError } from '../messages/sparrow-error.ts';
import type { SampleType } from './volume-file.ts';

/** MetaImage's element types, by name. */
export const metaSampleTypes: Readonly<Record<string, SampleType>> = {
  MET_CHAR: 'int8',
  MET_UCHAR: 'uint8',
  MET_SHORT: 'int16',
  MET_USHORT: 'uint16',
  MET_INT: 'int32',
  MET_UINT: 'uint32',
  MET_LONG: 'int32',
  MET_ULONG: 'uint32',
  MET_LONG_LONG: 'int64',
  MET_ULONG_LONG: 'uint64',
  MET_FLOAT: 'float32',
  MET_DOUBLE: 'float64',
};

/**
 * A MetaImage header's fields, lower case, and where the data begin: ElementDataFile is always the
 * last. Throws SparrowError 'formats/damaged' when the header does not end.
 */
export function metaImageFields(
  name: string,
  bytes: Uint8Array,
): { fields: Map<string, string>; end: number } {
  const fields = new Map<string, string>();
  const header = Buffer.from(bytes.subarray(0, 65536)).toString('latin1');
  let at = 0;
  while (at < header.length) {
    const stop = header.indexOf('\n', at);
    const line = header.slice(at, stop === -1 ? header.length : stop);
    at = stop === -1 ? header.length : stop + 1;
    const split = line.indexOf('=');
    if (split < 0) continue;
    const key = line.slice(0, split).trim().toLowerCase();
    fields.set(key, line.slice(split + 1).trim());
    if (key === 'elementdatafile') return { fields, end: at };
  }
  const reason = 'its header does not end';
  throw new SparrowError('formats/damaged', { file: name, format: 'MetaImage', reason });
}
