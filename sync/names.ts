/** Random names of ops. */
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

const LENGTH = 12;

/** A new op's name for ever: twelve random base-36 characters. */
export function opName(): string {
  let name = "";
  while (name.length < LENGTH) {
    // 252 is the greatest multiple of 36 in a byte: what lies above would favour some digits.
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (byte < 252 && name.length < LENGTH) name += DIGITS[byte % 36];
    }
  }
  return name;
}
