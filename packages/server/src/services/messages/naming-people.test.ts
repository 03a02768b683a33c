import { type api, decodeResult, encode, LAYER } from '@chappe/tl-layers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { findByPhone, signUp } from '../../testing/test-server.ts'

let chat: ChatFixture
let toCarol: api.inputPeerUser
beforeEach(async () => {
  chat = await openChat()
  await signUp(chat.server, '9996630003', 'Carol')
  toCarol = await findByPhone(chat.bob, '9996630003')
})
afterEach(() => chat.server.close())

/** Constructor numbers of an InputUser, and of the InputPeer that means the same. */
const asPeer = { inputUser: [0xf21158c6, 0xdde8a54c], inputUserSelf: [0xf7c1b13f, 0x7da07ec9] } as const
const fromMessage = [0x1da448e2, 0xa87b0a1c] as const

/** The bytes of a request with the number of one constructor replaced, as clients send it who name people by their peers. */
function replaced(request: api.Method, [from, to]: readonly [number, number], layer: number): Buffer {
  const bytes = Buffer.from(encode(request, layer))
  const number = Buffer.alloc(4)
  number.writeUInt32LE(from)
  const at = bytes.indexOf(number)
  if (at === -1) throw new TypeError('the constructor is in the request')
  bytes.writeUInt32LE(to, at)
  return bytes
}

const mentioned = (userId: bigint): api.MessageEntity => ({
  _: 'messageEntityMentionName',
  offset: 0,
  length: 2,
  userId,
})

describe('somebody who is named by an InputPeer where an InputUser is due', () => {
  it('is found by every constructor that means the same', async () => {
    const { alice, toBob } = chat
    await chat.bob.call(chat.text(chat.toAlice, 'hello'))
    const { userId, accessHash } = toBob
    const ask = async (id: api.InputUser, numbers: readonly [number, number]) => {
      const request: api.users.getUsers = { _: 'users.getUsers', id: [id] }
      const answer = await alice.callBytes(replaced(request, numbers, LAYER))
      return decodeResult(request, answer, LAYER)
    }
    expect(await ask({ _: 'inputUser', userId, accessHash }, asPeer.inputUser)).toMatchObject([{ firstName: 'Bob' }])
    expect(await ask({ _: 'inputUser', userId, accessHash: 0n }, asPeer.inputUser)).toMatchObject([{ _: 'userEmpty' }])
    expect(await ask({ _: 'inputUserSelf' }, asPeer.inputUserSelf)).toMatchObject([{ firstName: 'Alice' }])
    const seen = { _: 'inputUserFromMessage', peer: toBob, msgId: 1, userId } as const
    expect(await ask(seen, fromMessage)).toMatchObject([{ firstName: 'Bob' }])
  })

  it('is mentioned, whatever the layer of the client', async () => {
    const { alice, toBob } = chat
    const entity: api.MessageEntity = {
      ...{ _: 'inputMessageEntityMentionName', offset: 0, length: 2 },
      userId: { ...toBob, _: 'inputUser' },
    }
    for (const layer of [LAYER, 201, 158, 133]) {
      await alice.callBytes(replaced(chat.text(toBob, 'hi', { entities: [entity] }), asPeer.inputUser, layer))
      expect((await chat.history(chat.bob, chat.toAlice))[0]).toMatchObject({ entities: [mentioned(toBob.userId)] })
    }
  })
})

describe('a mention that proves nothing', () => {
  it('is kept of whoever the sender knows anyhow: oneself, contacts and the other ones of chats', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const entitiesOf = async (userId: bigint): Promise<unknown> => {
      await bob.call(chat.text(toAlice, 'hi', { entities: [mentioned(userId)] }))
      const [message] = await chat.history(alice, toBob)
      return message?._ === 'message' ? message.entities : message
    }
    for (const { userId } of [toAlice, toBob, toCarol]) expect(await entitiesOf(userId)).toEqual([mentioned(userId)])
    await signUp(chat.server, '9996640004', 'Dave')
    const toDave = await findByPhone(alice, '9996640004')
    for (const userId of [toDave.userId, 5_000_000n, 0n, -1n, 2n ** 62n]) {
      expect(await entitiesOf(userId)).toBeUndefined()
    }
  })
})
