/** Definitions whose number is fixed by the protocol although it is not the CRC-32 of their text. */
export const knownNumbers: ReadonlyMap<string, number> = new Map([
  // Layer 143 of the end-to-end schema widened `size` to `long`; the number was given out by hand.
  ['decryptedMessageMediaDocument', 0x6abd9782],
])
