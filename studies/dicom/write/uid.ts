import { createHash, randomUUID } from 'node:crypto';

/** A new UID under the 2.25 root (PS3.5 B.2): a random UUID as one decimal number. */
export function newUid(): string {
  return uidOf(randomUUID().replaceAll('-', ''));
}

/** The same UID for the same text always, for reproducible samples: a name-based UUID (version 8). */
export function uidFromText(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32).split('');
  hex[12] = '8';
  hex[16] = ((parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return uidOf(hex.join(''));
}

function uidOf(hex: string): string {
  return `2.25.${BigInt(`0x${hex}`).toString(10)}`;
}
