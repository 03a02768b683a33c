import { createCipheriv, createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { looksObfuscated } from './detect.ts'
import { anyPacket, chop, codeOf, createPair, FRAMINGS, seededRandom } from './framing.fixture.ts'
import { acceptObfuscation, startObfuscation } from './obfuscation.ts'
import { parseProxySecret } from './proxy-secret.ts'

const KEY = '0123456789abcdef0123456789abcdef'
const plainSecret = parseProxySecret(KEY)
const paddedSecret = parseProxySecret(`dd${KEY}`)
const otherSecret = parseProxySecret('ffffffffffffffffffffffffffffffff')
const TAGS = { abridged: 0xef, intermediate: 0xee, 'padded-intermediate': 0xdd } as const

describe('the header', () => {
  test('TR-4: the forbidden first bytes never occur, whatever the random source gives', () => {
    const forbidden = ['ef000000', 'dddddddd', 'eeeeeeee', '504f5354', '47455420', '48454144', '4f505449', '16030102']
    for (const start of forbidden) {
      let call = 0
      const random = (length: number): Uint8Array => {
        const bytes = seededRandom(call + 11)(length)
        if (call++ < 3) bytes.set(Buffer.from(start, 'hex'))
        return bytes
      }
      const { header } = startObfuscation({ framing: 'abridged' }, random)
      expect(call).toBe(4)
      expect(Buffer.from(header.subarray(0, 4)).toString('hex')).not.toBe(start)
    }
    let call = 0
    startObfuscation({ framing: 'abridged' }, (length) => {
      const bytes = seededRandom(call + 1)(length)
      if (call++ === 0) bytes.fill(0, 4, 8)
      return bytes
    })
    expect(call).toBe(2)
  })

  test('TR-4: every header looks like an obfuscated one and nothing else', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...FRAMINGS), (seed, framing) => {
        expect(looksObfuscated(startObfuscation({ framing }, seededRandom(seed)).header)).toBe(true)
      }),
    )
  })

  test.each(['abridged', 'intermediate', 'padded-intermediate'] as const)(
    'TR-4: as computed with OpenSSL, %s: tag and data centre encrypted at 56, all else as drawn, both keys',
    (framing) => {
      for (const secret of [undefined, plainSecret]) {
        const drawn = seededRandom(99)(64)
        const { header, encrypt, decrypt } = startObfuscation({ framing, dcId: -2, secret }, seededRandom(99))
        const init = Buffer.from(drawn)
        init.fill(TAGS[framing], 56, 60)
        init.writeInt16LE(-2, 60)
        const keyOf = (bytes: Buffer): Buffer => {
          const key = bytes.subarray(8, 40)
          return secret === undefined ? key : createHash('sha256').update(key).update(secret.key).digest()
        }
        const reversed = Buffer.from(init).reverse()
        const there = createCipheriv('aes-256-ctr', keyOf(init), init.subarray(40, 56))
        const back = createCipheriv('aes-256-ctr', keyOf(reversed), reversed.subarray(40, 56))
        const expected = Buffer.concat([init.subarray(0, 56), there.update(init).subarray(56)])
        expect(Buffer.from(header)).toEqual(expected)
        const data = seededRandom(5)(100)
        expect(Buffer.from(encrypt.process(data))).toEqual(there.update(data))
        expect(Buffer.from(decrypt.process(data))).toEqual(back.update(data))
      }
    },
  )
})

describe.each(FRAMINGS)('obfuscated %s', (framing) => {
  test('TR-4: with and without a secret, tag and data centre are read and the counters run on, in any chunking', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyPacket, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat({ max: 100_000 }), { maxLength: 20 }),
        fc.integer({ min: -32768, max: 32767 }),
        fc.constantFrom(undefined, plainSecret, paddedSecret),
        fc.integer(),
        (batches, cuts, dcId, secret, seed) => {
          const used = secret?.padded ? 'padded-intermediate' : framing
          // Full framing has no tag, so that only the first secret is tried for it.
          const others = framing === 'full' ? [secret] : [otherSecret, undefined, plainSecret, paddedSecret]
          const { client, server, atClient, atServer } = createPair({
            framing,
            obfuscated: true,
            dcId,
            seed,
            serverSecrets: others,
            ...(secret === undefined ? {} : { secret }),
          })
          for (const packets of batches) {
            const items = packets.map((packet) => ({ packet, quickAck: false }))
            for (const chunk of chop(client.encode(items), cuts)) server.push(chunk)
            for (const chunk of chop(server.encode(items), cuts)) client.push(chunk)
          }
          expect(atServer.identities).toEqual([
            { framing: used, obfuscated: true, proxySecret: secret !== undefined, dcId },
          ])
          expect(atServer.packets).toEqual(batches.flat())
          expect(atClient.packets).toEqual(batches.flat())
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the server', () => {
  test('TR-4: a client without the secret, or with another, is not understood', () => {
    for (const secret of [undefined, otherSecret]) {
      const { header } = startObfuscation({ framing: 'intermediate', secret }, seededRandom(4))
      expect(acceptObfuscation(header, [plainSecret]).framing).toBe('full')
      expect(codeOf(() => acceptObfuscation(header, [paddedSecret]))).toBe('TRANSPORT_UNKNOWN')
    }
  })

  test('TR-4: a secret for padded intermediate is not accepted in another framing', () => {
    const { header } = startObfuscation({ framing: 'intermediate', secret: plainSecret }, seededRandom(4))
    expect(codeOf(() => acceptObfuscation(header, [paddedSecret]))).toBe('TRANSPORT_UNKNOWN')
  })

  test('TR-8: 64 and more bytes of rubbish are refused at once or soon, and hold nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 72, maxLength: 200 }), (rubbish) => {
        fc.pre(looksObfuscated(rubbish.subarray(0, 64)))
        const { server, atServer } = createPair({ framing: 'full' })
        expect(codeOf(() => server.push(rubbish))).not.toBe('none')
        expect(server.heldBytes).toBe(0)
        expect(atServer.packets).toEqual([])
      }),
    )
  })

  test('TR-8: fewer than 64 bytes are held as they are', () => {
    const { server } = createPair({ framing: 'full' })
    server.push(seededRandom(8)(40))
    server.push(seededRandom(9)(23))
    expect(server.heldBytes).toBe(63)
    expect(server.partial).toBe(true)
  })
})

describe('proxy secrets', () => {
  test('hexadecimal, base64 and bytes give the same secret, a leading byte asks for padding', () => {
    const bytes = Buffer.from(KEY, 'hex')
    for (const form of [KEY, KEY.toUpperCase(), bytes.toString('base64'), bytes.toString('base64url'), bytes]) {
      expect(parseProxySecret(form)).toEqual({ key: Uint8Array.from(bytes), padded: false })
    }
    const padded = Buffer.from(`dd${KEY}`, 'hex')
    for (const form of [`dd${KEY}`, padded.toString('base64url'), padded]) {
      expect(parseProxySecret(form)).toEqual({ key: Uint8Array.from(bytes), padded: true })
    }
  })

  test('anything else is a typed error', () => {
    const wrong = ['', 'abc', KEY.slice(2), `${KEY}0000`, `ee${KEY}${'61'.repeat(9)}`, 'not a secret!', 'A'.repeat(21)]
    for (const text of wrong) expect(codeOf(() => parseProxySecret(text))).toBe('SECRET_INVALID')
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(['none', 'SECRET_INVALID']).toContain(codeOf(() => parseProxySecret(text)))
      }),
    )
  })
})
