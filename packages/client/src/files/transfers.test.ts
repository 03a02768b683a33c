import { type api, encodeResult } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, createClient } from '../client.ts'
import { type FakeServer, Refusal, startFakeServer } from '../fake-server.fixture.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import { seeded } from '../virtual-world.fixture.ts'

const KIB = 1024

/** What the server has of the files that were sent to it. */
interface Stored {
  readonly parts: Map<number, Uint8Array>
  readonly method: string
  readonly totals: Set<number>
}

describe('transfers over a server that refuses, forgets and breaks off', () => {
  let server: FakeServer
  let client: Client
  const stored = new Map<bigint, Stored>()
  let served: Uint8Array = new Uint8Array()
  let reference = Uint8Array.of(1)
  /** What goes wrong, by the number of the request for a part; each once. */
  let faults: (number | 'flood' | 'failure' | 'cut')[] = []
  let asked = 0

  beforeAll(async () => {
    server = await startFakeServer()
    client = createClient({
      ...{ apiId: 1, apiHash: 'hash', dcs: { id: 2, host: '127.0.0.1', port: server.port } },
      ...{ serverPublicKey: server.publicKey, log: false, storage: createMemoryStorage() },
    })
    await client.start({ phone: '9996620001', code: '22222', name: 'Alice' })
    server.extra = (request) => {
      switch (request._) {
        case 'upload.saveFilePart':
        case 'upload.saveBigFilePart':
          fail()
          return save(request)
        case 'upload.getFile': {
          fail()
          const { location } = request
          const given = location._ === 'inputDocumentFileLocation' ? location.fileReference : undefined
          if (given?.join() !== reference.join()) throw new Refusal(400, 'FILE_REFERENCE_EXPIRED')
          const from = Number(request.offset)
          const bytes = served.slice(from, from + request.limit)
          return encodeResult(request, { _: 'upload.file', type: { _: 'storage.fileUnknown' }, mtime: 0, bytes })
        }
        case 'messages.getMessages': {
          const messages = [messageOf(documentOf(served.length))]
          return encodeResult(request, { _: 'messages.messages', messages, topics: [], chats: [], users: [] })
        }
        default:
          return undefined
      }
    }
  })
  afterAll(async () => {
    await client.close()
    await server.close()
  })

  function fail(): void {
    const fault = faults[asked++]
    if (fault === 'flood') throw new Refusal(420, 'FLOOD_WAIT_0')
    if (fault === 'failure') throw new Refusal(500, 'INTERNAL')
    if (fault === 'cut') void server.restart()
  }

  function save(request: api.upload.saveFilePart | api.upload.saveBigFilePart): Uint8Array {
    const { _: method, fileId, filePart, bytes } = request
    const file = stored.get(fileId) ?? { parts: new Map(), method, totals: new Set() }
    stored.set(fileId, file)
    expect(file.method).toBe(method)
    if (request._ === 'upload.saveBigFilePart') file.totals.add(request.fileTotalParts)
    file.parts.set(filePart, bytes.slice())
    return encodeResult(request, true)
  }

  function documentOf(size: number): api.document {
    return {
      ...{ _: 'document', id: 7n, accessHash: 8n, fileReference: reference, date: 1, mimeType: 'text/plain' },
      ...{ size: BigInt(size), dcId: 2, attributes: [] },
    }
  }

  function messageOf(document: api.document): api.message {
    const peerId: api.Peer = { _: 'peerUser', userId: 1n }
    return { _: 'message', id: 5, peerId, date: 1, message: '', media: { _: 'messageMediaDocument', document } }
  }

  /** As the server puts it together: all parts but the last of one allowed size. */
  function joined(input: api.inputFile | api.inputFileBig): Buffer {
    const parts = stored.get(input.id)?.parts ?? new Map<number, Uint8Array>()
    expect([...parts.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: input.parts }, (_, i) => i))
    const all = Array.from({ length: input.parts }, (_, i) => parts.get(i) ?? new Uint8Array())
    for (const part of all.slice(0, -1)) {
      expect(part.length).toBe(all[0]?.length)
      expect((512 * KIB) % part.length).toBe(0)
    }
    return Buffer.concat(all)
  }

  const fault = fc.constantFrom(0, 0, 0, 'flood' as const, 'failure' as const)
  // A failure is waited for: one is enough.
  const faulty = fc
    .array(fault, { maxLength: 8 })
    .map((list) => list.filter((one, at) => one !== 'failure' || at === list.indexOf('failure')))

  test('whatever the size, the kind of source and the faults, the same bytes arrive', { timeout: 60_000 }, async () => {
    const sizes = fc.oneof(fc.integer({ min: 1, max: 3000 * KIB }), fc.constantFrom(128 * KIB, 512 * KIB, 1024 * KIB))
    const kinds = fc.constantFrom('bytes' as const, 'blob' as const, 'pieces' as const)
    await fc.assert(
      fc.asyncProperty(sizes, kinds, fc.nat(), faulty, async (size, kind, seed, list) => {
        const random = seeded(seed)
        const bytes = new Uint8Array(size).fill(seed)
        for (let at = 0; at < size; at += 4099) bytes[at] = random.below(256)
        const pieces = async function* (): AsyncGenerator<Uint8Array> {
          for (let at = 0; at < size; ) {
            const length = random.below(400 * KIB)
            yield bytes.slice(at, at + length)
            at += length
          }
        }
        const sources = { bytes, blob: new Blob([bytes]), pieces: pieces() }
        asked = 0
        faults = list
        const file = await client.upload(sources[kind])
        expect(file.size).toBe(size)
        expect(joined(file.input).equals(bytes)).toBe(true)
        expect(file.input._).toBe(
          size > 10 * KIB * KIB || (kind === 'pieces' && file.input.parts > 1) ? 'inputFileBig' : 'inputFile',
        )
        stored.clear()

        served = bytes
        asked = 0
        faults = list
        const stale = messageOf(documentOf(size))
        // It expires before it is used, as after a day.
        reference = Uint8Array.of(...reference, 1).slice(-20)
        reference[0] = random.below(256)
        const offset = random.below(size)
        const length = 1 + random.below(size - offset)
        expect(Buffer.compare(await client.download(stale).bytes(), bytes)).toBe(0)
        const range = await client.download(messageOf(documentOf(size)), { offset, length }).bytes()
        expect(Buffer.compare(range, bytes.subarray(offset, offset + length))).toBe(0)
      }),
      { numRuns: 25, seed: 15 },
    )
  })

  test('a connection that breaks off costs nothing but the time', { timeout: 30_000 }, async () => {
    const bytes = seeded(3).bytes(2500 * KIB)
    for (const when of [0, 2]) {
      asked = 0
      faults = [0, 0, 0]
      faults[when] = 'cut'
      const { input } = await client.upload(bytes)
      expect(joined(input).equals(bytes)).toBe(true)
      stored.clear()
      asked = 0
      served = bytes
      expect(Buffer.compare(await client.download(documentOf(bytes.length)).bytes(), bytes)).toBe(0)
    }
  })

  test('what is known of an upload under a name is not taken for another content', async () => {
    const first = seeded(5).bytes(600 * KIB)
    faults = []
    const whole = await client.upload(first, { resumeAs: 'notes' })
    const again = await client.upload(first, { resumeAs: 'notes' })
    expect(again.input.id).toBe(whole.input.id)
    expect(stored.get(whole.input.id)?.parts.size).toBe(5)
    const other = first.slice()
    other[599 * KIB] = 255 - (other[599 * KIB] ?? 0)
    const changed = await client.upload(other, { resumeAs: 'notes' })
    expect(changed.input.id).not.toBe(whole.input.id)
    expect(joined(changed.input).equals(other)).toBe(true)
  })

  test('what cannot be had is told by an error of its own', async () => {
    faults = []
    served = new Uint8Array(10)
    const forgotten: api.document = { ...documentOf(10), id: 9n, fileReference: Uint8Array.of(9) }
    await expect(client.download(forgotten).bytes()).rejects.toMatchObject({ code: 'FILE_UNAVAILABLE' })
    await expect(client.download(documentOf(2000)).bytes()).rejects.toMatchObject({ code: 'ANSWER_UNEXPECTED' })
    await expect(client.download(documentOf(10), { thumb: 'm' }).bytes()).rejects.toMatchObject({
      code: 'FILE_UNAVAILABLE',
    })
    const nothing: api.message = { ...messageOf(documentOf(1)), media: undefined }
    await expect(client.download(nothing).bytes()).rejects.toMatchObject({ code: 'FILE_UNAVAILABLE' })
    const broken = (async function* (): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(10)
      throw new Error('the disk is gone')
    })()
    await expect(client.upload(broken)).rejects.toThrow('the disk is gone')
  })
})
