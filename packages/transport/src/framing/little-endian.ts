/** 32 bits at `at`, least significant byte first, as an unsigned number. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0
  )
}

/** 32 bits at `at`, least significant byte first, as a signed number. */
export function readInt32(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at) | 0
}

export function writeUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >>> 8
  bytes[at + 2] = value >>> 16
  bytes[at + 3] = value >>> 24
}
