import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { signUpMtcute } from '../support/mtcute-user.ts'
import { ServerProcess } from '../support/server-process.ts'

export interface Moved {
  readonly bytes: number
  readonly uploadSeconds: number
  readonly downloadSeconds: number
  /** How much memory the server had at its most, over what it had before, in MiB. */
  readonly serverMiB: number
}

const MIB = 1_048_576

/** Memory of a process in MiB: what it has now, and what it had at its most since `forgetPeak`. */
function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mib = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
  return { now: mib('VmRSS'), peak: mib('VmHWM') }
}

function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

/** Has an unmodified mtcute send a file of random bytes and another download it; throws if they are not the same. */
export async function moveFile(mib: number): Promise<Moved> {
  const server = await ServerProcess.start()
  try {
    const alice = await signUpMtcute(server, '9996610001', 'Alice')
    const bob = await signUpMtcute(server, '9996620002', 'Bob')
    await bob.client.setMyUsername('bob_large')
    await alice.client.sendText('bob_large', 'a large file is coming')
    // What the first requests bring along is not the file's.
    await alice.client.sendMedia(bob.id, { type: 'document', file: new Uint8Array(randomBytes(3 * MIB)) })
    const { pid } = server
    if (pid === undefined) throw new Error('the server is gone')
    const idle = memoryOf(pid).now
    forgetPeak(pid)
    // As bytes: with a stream, mtcute at times numbers two parts the wrong way round.
    const content = new Uint8Array(mib * MIB)
    for (let at = 0; at < mib; at++) content.set(randomBytes(MIB), at * MIB)
    const [sent, got] = [createHash('sha256').update(content), createHash('sha256')]
    const begin = performance.now()
    const file = await alice.client.uploadFile({ file: content, fileName: 'large.bin' })
    await alice.client.sendMedia(bob.id, { type: 'document', file, fileName: 'large.bin' })
    const uploaded = performance.now()
    const [message] = await bob.client.getHistory(alice.id, { limit: 1 })
    const media = message?.media
    if (media?.type !== 'document') throw new Error('no document came')
    let bytes = 0
    for await (const part of bob.client.downloadAsIterable(media)) {
      got.update(part)
      bytes += part.length
    }
    const downloaded = performance.now()
    if (!sent.digest().equals(got.digest())) throw new Error('what came is not what was sent')
    const serverMiB = memoryOf(pid).peak - idle
    await alice.client.destroy()
    await bob.client.destroy()
    return {
      bytes,
      uploadSeconds: (uploaded - begin) / 1000,
      downloadSeconds: (downloaded - uploaded) / 1000,
      serverMiB,
    }
  } finally {
    await server.dispose()
  }
}
