import { createPublicKey, verify } from 'node:crypto'
import { isValid, isValid3rd, parse, validate } from '@tma.js/init-data-node'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { webAppKey, webAppPublicKey } from '../../../accounts/bots/web-app-key.ts'
import { toUserId } from '../../../peers/peer-id.ts'
import { signInitData } from './init-data.ts'

const secret = new Uint8Array(32).fill(7)
const bot = toUserId(4_242n)
if (bot === undefined) throw new TypeError('a number of a user was expected')
const token = '4242:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8'
const keys = { bot, token, key: webAppKey(secret) }

/** The public half as a key again, as a third party has it from its digits alone. */
const publicKey = createPublicKey({
  key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(webAppPublicKey(secret), 'hex')]),
  ...{ format: 'der', type: 'spki' },
})

/** "Validating data for Third-Party Use", step by step. */
function isSignedForOthers(initData: string): boolean {
  const fields = [...new URLSearchParams(initData)]
  const signature = fields.find(([name]) => name === 'signature')?.[1] ?? ''
  const lines = fields.filter(([name]) => name !== 'hash' && name !== 'signature').sort(([a], [b]) => (a < b ? -1 : 1))
  const text = [`${bot}:WebAppData`, ...lines.map(([name, value]) => `${name}=${value}`)].join('\n')
  return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'))
}

describe('init data', () => {
  it('are accepted by the validation that apps use, and by whoever has the public key alone', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 64 }),
        fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
        fc.integer({ min: 1, max: 2 ** 40 }),
        (name, startParam, id) => {
          const user = JSON.stringify({ id, first_name: name })
          const data = { user, start_param: startParam, auth_date: '1900000000', query_id: undefined }
          const signed = signInitData(data, keys)
          validate(signed, token, { expiresIn: 0 })
          expect(parse(signed).user).toMatchObject({ id, first_name: name })
          expect(isSignedForOthers(signed)).toBe(true)
        },
      ),
    )
  })

  it('are refused with another token, another key or another word', async () => {
    const signed = signInitData({ user: '{"id":1,"first_name":"Ann"}', auth_date: '1900000000' }, keys)
    const changed = signed.replace('Ann', 'Bob')
    expect(isValid(signed, token, { expiresIn: 0 })).toBe(true)
    expect(isValid(changed, token, { expiresIn: 0 })).toBe(false)
    expect(isValid(signed, `${token.slice(0, -1)}9`, { expiresIn: 0 })).toBe(false)
    expect(isSignedForOthers(changed)).toBe(false)
    // The package knows the public server's keys, and ours is none of these.
    expect(await isValid3rd(signed, bot, { expiresIn: 0 })).toBe(false)
  })

  it('are signed by the same key as long as the server has its secret', () => {
    expect(webAppPublicKey(secret)).toBe(webAppPublicKey(Uint8Array.from(secret)))
    expect(webAppPublicKey(secret)).not.toBe(webAppPublicKey(new Uint8Array(32).fill(8)))
    expect(webAppPublicKey(secret)).toMatch(/^[0-9a-f]{64}$/)
  })
})
