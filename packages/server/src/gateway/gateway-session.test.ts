import { decode } from '@chappe/tl-codec/api'
import { beforeEach, describe, expect, it } from 'vitest'
import { asUser } from '../testing/ids.ts'
import { GatewaySession } from './gateway-session.ts'

const update = Uint8Array.of(1, 2, 3, 4)

let link: { connected: boolean }
let sent: string[]
let session: GatewaySession
/** What the transport does when it is given a push; by default it takes it. */
let onPush: () => void

beforeEach(() => {
  link = { connected: true }
  sent = []
  onPush = () => {}
  const transport = {
    authKeyId: 1n,
    sessionId: 2n,
    get connected() {
      return link.connected
    },
    push(body: Uint8Array): void {
      sent.push(body === update ? 'update' : decode('Updates', body)._)
      onPush()
    },
  }
  session = new GatewaySession(transport, Promise.resolve({ authKeyId: 1n, client: undefined, userId: undefined }))
})

function comeBack(): void {
  link.connected = true
  session.connected()
}

describe('a session of the gateway', () => {
  it('is pushed every update while its client is there', () => {
    session.push(update)
    session.push(update)
    expect(sent).toEqual(['update', 'update'])
  })

  it('tells a client to ask for what is not pushed to it, at once or when it is back', () => {
    session.missed()
    expect(sent).toEqual(['updatesTooLong'])
    link.connected = false
    session.missed()
    session.missed()
    expect(sent).toHaveLength(1)
    comeBack()
    expect(sent).toEqual(['updatesTooLong', 'updatesTooLong'])
    session.push(update)
    expect(sent).toHaveLength(3)
  })

  it('tells a client that comes back to a new session to catch up, once, and one that has yet to sign in nothing', () => {
    session.subscribe()
    expect(sent).toEqual([])
    const back = new GatewaySession(session.transport, session.ready)
    back.key = { authKeyId: 1n, client: undefined, userId: asUser(5) }
    back.subscribe()
    back.subscribe()
    expect(sent).toEqual(['updatesTooLong'])
  })

  it('tells a client that missed something so when it is back, once, and goes on', () => {
    link.connected = false
    for (let i = 0; i < 3; i++) session.push(update)
    expect(sent).toEqual([])
    comeBack()
    comeBack()
    session.push(update)
    expect(sent).toEqual(['updatesTooLong', 'update'])
  })

  it('tells it so each time it is back, even if nothing was pushed in between', () => {
    for (let absence = 1; absence <= 3; absence++) {
      link.connected = false
      session.push(update)
      comeBack()
      expect(sent).toHaveLength(absence)
    }
    link.connected = false
    comeBack()
    expect(sent).toEqual(['updatesTooLong', 'updatesTooLong', 'updatesTooLong'])
  })

  it('keeps for a client that is away that it was signed out', () => {
    session.signedOut()
    link.connected = false
    session.signedOut()
    expect(sent).toEqual(['updatesTooLong'])
    comeBack()
    expect(sent).toEqual(['updatesTooLong', 'updatesTooLong'])
  })

  it('tells a client whose updates were given up to catch up', () => {
    session.push(update)
    session.noteLost()
    session.push(update)
    expect(sent).toEqual(['update', 'updatesTooLong', 'update'])
  })

  it('tells again with the next update, or when the client is back, if the word itself was lost', () => {
    link.connected = false
    session.push(update)
    comeBack()
    session.noteLost()
    session.push(update)
    session.push(update)
    expect(sent).toEqual(['updatesTooLong', 'updatesTooLong', 'update'])
    session.noteLost()
    session.noteLost()
    link.connected = false
    session.noteLost()
    comeBack()
    expect(sent.slice(3)).toEqual(['updatesTooLong', 'updatesTooLong'])
  })

  it('does not fill a queue that has no room with words to catch up', () => {
    onPush = () => session.noteLost()
    session.push(update)
    expect(sent).toEqual(['update', 'updatesTooLong'])
    session.push(update)
    expect(sent).toEqual(['update', 'updatesTooLong', 'updatesTooLong'])
  })

  it('takes part in no updates once it is over, even if a query of it is still served', () => {
    session.key = { authKeyId: 1n, client: undefined, userId: asUser(5) }
    session.subscribe()
    session.end()
    expect([session.ended, session.wantsUpdates]).toEqual([true, false])
    session.subscribe()
    expect(session.wantsUpdates).toBe(false)
    expect(sent).toEqual(['updatesTooLong'])
  })
})
