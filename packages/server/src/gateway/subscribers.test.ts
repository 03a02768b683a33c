import { decode, LAYER } from '@chappe/tl-layers'
import { beforeEach, describe, expect, it } from 'vitest'
import { shortEnvelope } from '../delivery/envelope.ts'
import { asUser } from '../testing/ids.ts'
import { GatewaySession } from './gateway-session.ts'
import { createSubscribers, type Subscribers } from './subscribers.ts'

const anna = asUser(5)
const updates = shortEnvelope({ _: 'updateConfig' }, 7)

let all: GatewaySession[]
let sent: string[]
let subscribers: Subscribers
beforeEach(() => {
  all = []
  sent = []
  subscribers = createSubscribers(() => all)
})

/** A session of the key with this number, which is signed in by Anna unless nobody is. */
function open(authKeyId: bigint, { connected = true, userId = anna as typeof anna | undefined } = {}): GatewaySession {
  const push = (body: Uint8Array): void => void sent.push(`${authKeyId} ${decode('Updates', body)._}`)
  const client = { ...{ apiId: 1, deviceModel: '', systemVersion: '', appVersion: '' }, layer: LAYER, langCode: '' }
  const key = { authKeyId, client: { ...client, systemLangCode: '', langPack: '' }, userId }
  const session = new GatewaySession({ authKeyId, sessionId: 1n, connected, push }, Promise.resolve(key))
  session.key = key
  session.wantsUpdates = true
  all.push(session)
  subscribers.place(session)
  return session
}

describe('the sessions of a gateway', () => {
  it('are those of somebody who is here while one is connected that does not know yet', () => {
    expect(subscribers.has(anna)).toBe(false)
    open(1n, { connected: false })
    expect(subscribers.has(anna)).toBe(false)
    expect([...subscribers.users()]).toEqual([])
    open(2n)
    expect([subscribers.has(anna), subscribers.size, ...subscribers.users()]).toEqual([true, 1, anna])
    const knows = { authKeyId: 2n, sessionId: 1n }
    expect(subscribers.has(anna, knows)).toBe(false)
    open(3n)
    expect(subscribers.has(anna, knows)).toBe(true)
  })

  it('are pushed what there is, or told to ask for it, but for the one that knows', () => {
    open(1n)
    open(2n)
    const knows = { authKeyId: 2n, sessionId: 1n }
    subscribers.push(anna, updates, knows)
    subscribers.missed(anna, knows)
    expect(sent).toEqual(['1 updateShort', '1 updatesTooLong'])
    subscribers.missed(anna, undefined)
    expect(sent.slice(2)).toEqual(['1 updatesTooLong', '2 updatesTooLong'])
  })

  it('are found by their key also where nobody is signed in', () => {
    open(1n, { userId: undefined })
    open(2n)
    subscribers.pushToKey(1n, updates)
    expect(sent).toEqual(['1 updateShort'])
  })
})
