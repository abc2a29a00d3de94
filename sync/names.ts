/** Random names: of ops, and of entries of a collection. */
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A new op's name for ever: twelve random base-36 characters. */
export function opName(): string {
  return randomName(12);
}

/** A new key of a collection's entry, as in `phones.k3f9`: six random base-36 characters. */
export function entryKey(): string {
  return randomName(6);
}

function randomName(length: number): string {
  let name = "";
  while (name.length < length) {
    // 252 is the greatest multiple of 36 in a byte: what lies above would favour some digits.
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < 252 && name.length < length) name += DIGITS[byte % 36];
    }
  }
  return name;
}
