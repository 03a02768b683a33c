import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createMemoryStorage, type Upload } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createChappe } from './support/chappe-user.ts'
import { ServerProcess } from './support/server-process.ts'
import { conditions } from './support/tested.ts'

const MIB = 1_048_576
const EXAMPLE = fileURLToPath(new URL('../examples/move-file.ts', import.meta.url))
const ALICE = { phone: '9996610001', code: '11111', name: 'Alice' }
const BOB = { phone: '9996620002', code: '22222', name: 'Bob' }

describe('files between two people with our client', { timeout: 60_000 }, () => {
  let server: ServerProcess
  let alice: Client
  let bob: Client
  let bobId: bigint
  let aliceId: bigint
  let folder: string
  const aliceStorage = createMemoryStorage()

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chappe-files-'))
    server = await ServerProcess.start()
    alice = createChappe(server, { storage: aliceStorage })
    bob = createChappe(server)
    aliceId = (await alice.start(ALICE)).id
    bobId = (await bob.start(BOB)).id
    await bob.call({ _: 'account.updateUsername', username: 'bob_of_files' })
    const heard = new Promise((resolve) => bob.on('message', resolve))
    await alice.sendMessage('@bob_of_files', 'files are coming')
    await heard
  }, 60_000)

  afterAll(async () => {
    await alice?.close()
    await bob?.close()
    await server?.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  /** The last messages of a chat, the newest first. */
  async function latest(client: Client, peer: bigint | 'me', limit: number): Promise<api.message[]> {
    const found: api.message[] = []
    for await (const message of client.history(peer, { limit })) if (message._ === 'message') found.push(message)
    return found
  }

  async function newest(client: Client, peer: bigint): Promise<api.message | undefined> {
    const [message] = await latest(client, peer, 1)
    return message
  }

  async function received(): Promise<api.message> {
    return (await newest(bob, aliceId)) ?? expect.fail('no message came')
  }

  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
  const content = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

  test('go from bytes, a path, a Blob and a stream into bytes, a file, a Blob and a stream', async () => {
    const bytes = content(3 * MIB + 17)
    const path = join(folder, 'report.pdf')
    writeFileSync(path, bytes)
    const sources = {
      bytes,
      path,
      blob: new Blob([bytes.slice()], { type: 'application/pdf' }),
      stream: new Blob([bytes.slice()]).stream(),
      iterable: (async function* () {
        // Pieces of many sizes, also none.
        for (let at = 0, step = 0; at < bytes.length; at += step, step = (step * 7 + 1) % 300_000) {
          yield bytes.subarray(at, at + step)
        }
      })(),
    }
    for (const [kind, source] of Object.entries(sources)) {
      const steps: number[] = []
      const onProgress = ({ done }: { readonly done: number }): void => void steps.push(done)
      await alice.sendFile(bobId, source, { name: `${kind}.pdf`, caption: `by ${kind}`, onProgress })
      expect(steps).toEqual(steps.toSorted((a, b) => a - b))
      expect(steps.at(-1)).toBe(bytes.length)
      const message = await received()
      expect(message).toMatchObject({
        message: `by ${kind}`,
        media: {
          document: {
            mimeType: 'application/pdf',
            attributes: [{ _: 'documentAttributeFilename', fileName: `${kind}.pdf` }],
          },
        },
      })
      expect(sha256(await bob.download(message).bytes())).toBe(sha256(bytes))
    }
    const message = await received()
    const target = join(folder, 'received.pdf')
    await bob.download(message).toFile(target)
    expect(sha256(readFileSync(target))).toBe(sha256(bytes))
    const blob = await bob.download(message).blob()
    expect(blob.type).toBe('application/pdf')
    expect(sha256(new Uint8Array(await blob.arrayBuffer()))).toBe(sha256(bytes))
    const stream = bob.download(message).stream()
    expect(sha256(new Uint8Array(await new Response(stream).arrayBuffer()))).toBe(sha256(bytes))
    const range = await bob.download(message, { offset: 700_001, length: 600_000 }).bytes()
    expect(sha256(range)).toBe(sha256(bytes.subarray(700_001, 1_300_001)))
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('pause, go on, and end when they are aborted or left', async () => {
    const bytes = content(6 * MIB)
    const upload: Upload = alice.upload(bytes, {
      onProgress({ done }) {
        if (done === MIB && !upload.paused) {
          upload.pause()
          setTimeout(upload.resume, 50)
        }
      },
    })
    expect(await upload).toMatchObject({ size: bytes.length, input: { _: 'inputFile' } })
    const ended = alice.upload(bytes, { onProgress: ({ done }) => done > MIB && ended.abort() })
    await expect(ended).rejects.toMatchObject({ code: 'ABORTED' })
    expect(ended.progress.done).toBeLessThan(bytes.length)
    await alice.sendFile(bobId, await alice.upload(bytes), { name: 'six.bin' })
    const message = await received()
    const download = bob.download(message)
    for await (const piece of download) {
      expect(piece).toEqual(bytes.subarray(0, piece.length))
      break
    }
    await expect(download.bytes()).rejects.toMatchObject({ code: 'OPTION_INVALID' })
    const signal = AbortSignal.abort()
    await expect(bob.download(message, { signal }).bytes()).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(alice.upload(new Uint8Array())).rejects.toMatchObject({ code: 'SOURCE_INVALID' })
    await expect(alice.upload(join(folder, 'none'))).rejects.toMatchObject({ code: 'SOURCE_INVALID' })
  })

  test('go on where they were after the client ended and the server was killed', async () => {
    const bytes = content(12 * MIB + 5)
    const path = join(folder, 'large.bin')
    writeFileSync(path, bytes)
    // It ends in the middle, as a process does.
    const first = createChappe(server, { storage: aliceStorage })
    const cut = first.upload(path, {
      resumeAs: 'large',
      onProgress: ({ done }) => done > 5 * MIB && void first.close(),
    })
    await expect(cut).rejects.toMatchObject({ code: 'CLOSED' })
    await server.kill()
    await server.start()
    const steps: number[] = []
    await alice.sendFile(bobId, path, { resumeAs: 'large', onProgress: ({ done }) => void steps.push(done) })
    expect(steps[0]).toBeGreaterThan(5 * MIB)
    const message = await received()
    const target = join(folder, 'fetched.bin')
    const storage = createMemoryStorage()
    const phone = createChappe(server, { storage })
    await phone.start(BOB)
    const download = phone.download(message)
    const left = new Promise<void>((resolve) => {
      const stopAt = setInterval(() => {
        if (download.progress.done < 4 * MIB) return
        clearInterval(stopAt)
        resolve(phone.close())
      }, 1)
    })
    await expect(download.toFile(target)).rejects.toMatchObject({ code: 'CLOSED' })
    await left
    const had = statSync(`${target}.part`).size
    expect(had).toBeGreaterThanOrEqual(4 * MIB)
    const again = createChappe(server, { storage })
    const seen: number[] = []
    await again.download(message, { onProgress: ({ done }) => void seen.push(done) }).toFile(target)
    await again.close()
    expect(seen[0]).toBe(had)
    expect(sha256(readFileSync(target))).toBe(sha256(bytes))
  })

  test('are had with a reference that has expired, and sent again by what was shown', async () => {
    const bytes = content(100_000)
    await alice.sendFile(bobId, bytes, { name: 'a.txt' })
    const message = await received()
    const { media } = message
    const document =
      media?._ === 'messageMediaDocument' && media.document?._ === 'document' ? media.document : undefined
    if (document === undefined) return expect.fail('no document came')
    const stale: api.document = { ...document, fileReference: document.fileReference.map((byte) => byte ^ 1) }
    expect(sha256(await bob.download(stale).bytes())).toBe(sha256(bytes))
    await bob.sendFile('me', stale, { caption: 'kept' })
    const [saved] = await latest(bob, 'me', 1)
    if (saved === undefined) return expect.fail('nothing was saved')
    expect(saved.message).toBe('kept')
    expect(sha256(await bob.download(saved).bytes())).toBe(sha256(bytes))
    const forged: api.document = { ...stale, id: 5n }
    await expect(bob.download(forged).bytes()).rejects.toMatchObject({ type: 'LOCATION_INVALID' })
  })

  test('make albums of what is new and what is known', async () => {
    const contents = [content(1000), content(2000)]
    const known = await received()
    const sent = await alice.sendAlbum(bobId, [
      ...contents.map((file, i) => ({ file, name: `${i}.txt`, caption: `the ${i}th` })),
      { file: (await newest(alice, bobId)) ?? known },
    ])
    const album = (await latest(bob, aliceId, 3)).reverse()
    expect(sent).toHaveLength(3)
    expect(new Set(album.map(({ groupedId }) => groupedId)).size).toBe(1)
    expect(album.map(({ message }) => message)).toEqual(['the 0th', 'the 1th', ''])
    expect(await bob.download(album[1] ?? known).bytes()).toEqual(contents[1])
    expect((await bob.download(album[2] ?? known).bytes()).length).toBe(100_000)
  })

  test('are moved by the example, which goes on where it was killed', async () => {
    const bytes = content(9 * MIB + 3)
    const path = join(folder, 'moved.bin')
    writeFileSync(path, bytes)
    const pem = join(server.folder, 'keys', 'public.pem')
    const start = (): ChildProcess => {
      const args = [...conditions, EXAMPLE, path, '127.0.0.1', String(server.port), pem]
      return spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    }
    const killed = start()
    const gone = new Promise((resolve) => killed.once('exit', resolve))
    // Somewhere: it is signing in, or has begun.
    setTimeout(() => killed.kill('SIGKILL'), 1500)
    await gone
    const whole = start()
    let said = ''
    for (const stream of [whole.stdout, whole.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
    }
    const code = await new Promise((resolve) => whole.once('close', resolve))
    expect(said).toMatch(/^up .*100 %.*\ndown .*100 %.*\nIt is in fetched-moved\.bin, byte for byte\.\n$/)
    expect(code).toBe(0)
    expect(sha256(readFileSync(join(folder, 'fetched-moved.bin')))).toBe(sha256(bytes))
  })
})
