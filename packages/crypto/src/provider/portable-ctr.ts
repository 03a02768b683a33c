import { unsafe } from '@noble/ciphers/aes.js'
import { wipe } from '../bytes.ts'
import type { CtrStream } from './provider.ts'

/** AES-256-CTR with the whole block as a big-endian counter (NIST SP 800-38A, 6.5), resumable at any byte. */
export function createPortableCtr(key: Uint8Array, iv: Uint8Array): CtrStream {
  const roundKeys = unsafe.expandKeyLE(key)
  const counter = iv.slice()
  let rest = new Uint8Array(0)

  function keystream(length: number): Uint8Array {
    const stream = new Uint8Array(Math.ceil(length / 16) * 16)
    // noble advances `counter` in place by one for every block.
    unsafe.ctrCounter(roundKeys, counter, stream, stream)
    return stream
  }

  return {
    process(data) {
      const out = new Uint8Array(data.length)
      const old = Math.min(rest.length, data.length)
      for (let i = 0; i < old; i++) out[i] = (data[i] ?? 0) ^ (rest[i] ?? 0)
      if (old === data.length) {
        rest = rest.subarray(old)
        return out
      }
      const fresh = keystream(data.length - old)
      for (let i = old; i < data.length; i++) out[i] = (data[i] ?? 0) ^ (fresh[i - old] ?? 0)
      rest = fresh.slice(data.length - old)
      return out
    },
    wipe: () => wipe(new Uint8Array(roundKeys.buffer), counter, rest),
  }
}
