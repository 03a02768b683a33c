import { describe, expect, it } from 'vitest'
import { createClientKeyExchange } from './client-key-exchange.ts'
import type { KeyExchangeErrorCode } from './key-exchange-error.ts'
import {
  clientOptions,
  createClock,
  OTHER_KEY,
  openServer,
  runExchange,
  SERVER_KEY,
  seededRandom,
} from './test-support.ts'

const failsWith = (code: KeyExchangeErrorCode) => expect.objectContaining({ code })
const START = 1_700_000_000_250

describe('a key exchange between our client and our server', () => {
  it('gives both the same permanent key, the same salt and the client the difference of the clocks', () => {
    const server = openServer({ now: createClock(START + 3_600_000).now })
    const { result } = runExchange(server)
    const stored = server.events.find((event) => event.type === 'store')
    expect(stored?.authKey.bytes).toEqual(result.authKey.bytes)
    expect(stored?.serverSalt).toBe(result.serverSalt)
    expect(stored?.expiresAt).toBeUndefined()
    expect(result.expiresAt).toBeUndefined()
    expect(result.timeOffset).toBe(3600)
  })

  it("KX-12: gives both a temporary key that expires at the same time by the server's clock", () => {
    const server = openServer({ now: createClock(START + 60_000).now })
    const { result } = runExchange(server, { expiresIn: 86_400 })
    expect(result.expiresAt).toBe(Math.floor((START + 60_000) / 1000) + 86_400)
    expect(server.events.find((event) => event.type === 'store')).toMatchObject({ expiresAt: result.expiresAt })
  })

  it('KX-2: works while a new key of the server is rolled in, for clients that hold either', () => {
    for (const held of [SERVER_KEY, OTHER_KEY]) {
      const server = openServer({ keys: () => [OTHER_KEY, SERVER_KEY] })
      runExchange(server, { publicKeys: [held.publicKey] })
      expect(server.events.map((event) => event.type)).toContain('store')
    }
  })

  it('KX-9: goes on after dh_gen_retry with the aux hash of the rejected key, and ends with another key', () => {
    let collisions = 2
    const asked: bigint[] = []
    const server = openServer({
      isKnownKey: (id) => {
        asked.push(id)
        return collisions-- > 0
      },
    })
    const { result, packets } = runExchange(server)
    expect(packets.length).toBe(10)
    expect(new Set(asked).size).toBe(3)
    expect(asked.at(-1)).toBe(result.authKey.id)
  })

  it('makes one key after another on one connection', () => {
    const server = openServer()
    const permanent = runExchange(server)
    const temporary = runExchange(server, { expiresIn: 3600, random: seededRandom(77) })
    expect(temporary.result.authKey.id).not.toBe(permanent.result.authKey.id)
    expect(server.events.filter((event) => event.type === 'store').length).toBe(2)
  })
})

describe("the client's machine", () => {
  it('KX-2: refuses a public key whose fingerprint is not its own', () => {
    const forged = { ...SERVER_KEY.publicKey, fingerprint: OTHER_KEY.publicKey.fingerprint }
    expect(() => createClientKeyExchange(clientOptions({ publicKeys: [forged] }))).toThrow(
      failsWith('FINGERPRINT_MISMATCH'),
    )
  })

  it('KX-1: is over after any failure: nothing that comes later is taken', () => {
    const { packets } = runExchange(openServer())
    const client = createClientKeyExchange(clientOptions())
    client.start()
    const [, resPq, , dhParams] = packets
    if (resPq === undefined || dhParams === undefined) throw new Error('too few packets')
    expect(() => client.receive(dhParams)).toThrow(failsWith('MALFORMED_MESSAGE'))
    expect(() => client.receive(resPq)).toThrow(failsWith('WRONG_STEP'))
    expect(client.deadline).toBeUndefined()
  })

  it('KX-11: refuses an answer that it has had, and one before it has asked', () => {
    const { packets } = runExchange(openServer())
    const resPq = packets[1] ?? new Uint8Array(0)
    const client = createClientKeyExchange(clientOptions())
    expect(() => client.receive(resPq)).toThrow(failsWith('WRONG_STEP'))
    const other = createClientKeyExchange(clientOptions())
    other.start()
    other.receive(resPq)
    expect(() => other.receive(resPq)).toThrow(failsWith('MALFORMED_MESSAGE'))
    expect(() => other.start()).toThrow(failsWith('WRONG_STEP'))
  })

  it('reports a transport error with its number', () => {
    const client = createClientKeyExchange(clientOptions())
    client.start()
    const error = Uint8Array.of(0x6c, 0xfe, 0xff, 0xff)
    expect(() => client.receive(error)).toThrow(/-404/)
  })

  it('gives up at its deadline', () => {
    const clock = createClock()
    const client = createClientKeyExchange(clientOptions({ now: clock.now, timeoutMs: 5000 }))
    client.start()
    expect(client.deadline).toBe(clock.ms + 5000)
    clock.ms += 4999
    client.checkDeadline()
    clock.ms += 1
    expect(() => client.checkDeadline()).toThrow(failsWith('TIMED_OUT'))
    client.checkDeadline()
  })
})
