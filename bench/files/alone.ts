import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { AuthKey, openMessage, sealMessage } from '@chappe/crypto'
import { milliseconds } from '../crypto/measure.ts'
import { spawnOnCore } from '../server/pinned.ts'

const PART = 524_288

export interface CryptoAlone {
  /** MB/s of whole packets on one core: what the side does that sends, and the one that receives. */
  readonly seal: number
  readonly open: number
}

/** What the cryptography of the protocol allows, with nothing else. */
export function cryptoAlone(): CryptoAlone {
  const key = new AuthKey(new Uint8Array(randomBytes(256)))
  const plaintext = new Uint8Array(randomBytes(PART + 64))
  const packet = sealMessage(key, 'client', plaintext)
  const [seal = 0, open = 0] = milliseconds([
    () => sealMessage(key, 'client', plaintext),
    () => openMessage(key, 'client', packet),
  ])
  return { seal: PART / seal / 1000, open: PART / open / 1000 }
}

/** MB/s of a plain copy over TCP between two processes. */
export async function tcpCopy(bytes: number): Promise<{ readonly upload: number; readonly download: number }> {
  const child = spawnOnCore(0, new URL('tcp-copy.ts', import.meta.url).href, [])
  try {
    const [port] = await once(child, 'message')
    const rate = async (wanted: number): Promise<number> => {
      const socket = connect(port, '127.0.0.1')
      await once(socket, 'connect')
      const head = Buffer.alloc(8)
      head.writeBigUInt64LE(BigInt(wanted))
      const began = performance.now()
      socket.write(head)
      socket.on('data', () => {})
      if (wanted === 0) {
        const chunk = Buffer.alloc(PART, 7)
        for (let left = bytes; left > 0; left -= PART) if (!socket.write(chunk)) await once(socket, 'drain')
        socket.end()
      }
      await once(socket, 'end')
      socket.destroy()
      return bytes / (performance.now() - began) / 1000
    }
    return { upload: await rate(0), download: await rate(bytes) }
  } finally {
    child.kill()
  }
}
