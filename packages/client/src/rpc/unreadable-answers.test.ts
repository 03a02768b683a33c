import { gzipSync } from 'node:zlib'
import { Writer } from '@chappe/tl-codec'
import { encode, LAYER } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Client, createClient } from '../client.ts'
import { type FakeServer, startFakeServer } from '../fake-server.fixture.ts'

let server: FakeServer
let client: Client

beforeEach(async () => {
  server = await startFakeServer()
  const dcs = [{ id: 2, host: '127.0.0.1', port: server.port }]
  client = createClient({ apiId: 1, apiHash: 'hash', dcs, serverPublicKey: server.publicKey })
})

afterEach(async () => {
  await client.close()
  await server.close()
})

function pack(bytes: Uint8Array): Uint8Array {
  const writer = new Writer(bytes.length + 64)
  writer.id(0x3072cfa1)
  writer.byteString(bytes)
  return writer.finish()
}

const name = encode({ _: 'help.supportName', name: 'somebody '.repeat(40) })
const damaged = gzipSync(name)
damaged[damaged.length - 5] = (damaged[damaged.length - 5] ?? 0) ^ 1
const broken = pack(damaged)

describe('an answer that cannot be read', () => {
  test.each([
    ['because it does not inflate', broken, broken, 'GZIP_INVALID'],
    ['because it is packed twice', pack(gzipSync(pack(gzipSync(name)))), undefined, 'GZIP_INVALID'],
    ['because its number is unknown', Uint8Array.of(1, 2, 3, 4), Uint8Array.of(1, 2, 3, 4), 'UNEXPECTED_CONSTRUCTOR'],
    ['because it is cut off', name.slice(0, -8), name.slice(0, -8), 'UNEXPECTED_END'],
    [
      'packed, because its number is unknown',
      pack(gzipSync(Uint8Array.of(1, 2, 3, 4))),
      Uint8Array.of(1, 2, 3, 4),
      'UNEXPECTED_CONSTRUCTOR',
    ],
  ])('MS-22: %s rejects its call with layer and bytes, and no other call suffers', async (_, answer, bytes, code) => {
    server.raw.set('help.getSupportName', answer)
    const states: string[] = []
    client.on('state', (state) => states.push(String(state)))
    const [before, failed, after] = await Promise.all([
      client.call({ _: 'help.getNearestDc' }),
      client.call({ _: 'help.getSupportName' }, { timeoutMs: 8000 }).catch((error: unknown) => error),
      client.call({ _: 'help.getNearestDc' }),
    ])
    expect(failed).toMatchObject({
      ...{ name: 'ClientError', code: 'ANSWER_INVALID', layer: LAYER, cause: { code } },
      ...{ bytes: bytes ?? answer, message: expect.stringContaining('help.getSupportName') },
    })
    expect([before.country, after.country]).toEqual(['FR', 'FR'])
    expect((await client.call({ _: 'help.getNearestDc' })).country).toBe('FR')
    // Asked once, over one connection.
    expect(server.calls.filter((method) => method === 'help.getSupportName')).toHaveLength(1)
    expect(states.filter((state) => state === 'waiting')).toEqual([])
  })

  test('MS-14: one that packs a thousand to one is no such answer', async () => {
    const long = encode({ _: 'help.supportName', name: 'x'.repeat(8 * 1024 * 1024) })
    server.raw.set('help.getSupportName', pack(gzipSync(long, { level: 9 })))
    expect((await client.call({ _: 'help.getSupportName' })).name).toHaveLength(8 * 1024 * 1024)
  })
})
