/** Smaller ones are not worth a call. */
const LARGE = 32 * 1024

/**
 * Gives the memory of a large array back at once, instead of when garbage is collected; nobody may look at it any more. A
 * stream of parts of files is many such arrays for each part: collecting them took an eighth of the processor's time, and
 * what waited for that were tens of MiB. Nothing happens to what is small, shares its buffer with others, or where the
 * platform cannot do it.
 */
export function releaseBytes(bytes: Uint8Array): void {
  if (bytes.length < LARGE) return
  const { buffer } = bytes
  if (!(buffer instanceof ArrayBuffer) || bytes.length < buffer.byteLength - SLACK) return
  // Absent before 2024.
  if (typeof buffer.transfer === 'function' && !buffer.detached) buffer.transfer(0)
}

/** Arrays that are a little shorter than their buffers have them for themselves as well: padding was cut off. */
const SLACK = 16
