import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newMessages } from '../../testing/bots.ts'
import { openChannel } from '../../testing/channel.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { findByPhone, signUp, type TestClient } from '../../testing/test-server.ts'

let chat: ChatFixture
beforeEach(async () => {
  chat = await openChat()
})
afterEach(() => chat.server.close())

/** So many meters east of where nothing is. */
const at = (meters: number, more: Partial<api.inputMediaGeoLive> = {}): api.inputMediaGeoLive => ({
  ...{ _: 'inputMediaGeoLive', geoPoint: { _: 'inputGeoPoint', lat: 0, long: meters / 111_195 }, period: 900, ...more },
})
const within = (meters: number) => ({ proximityNotificationRadius: meters })

const edit = (peer: api.InputPeer, id: number, media: api.inputMediaGeoLive): api.messages.editMessage => ({
  ...{ _: 'messages.editMessage', peer, id, media },
})

/** Who came near whom, as a client was told since it was asked last. */
function approaches(client: TestClient): api.messageActionGeoProximityReached[] {
  const told = newMessages(client).flatMap((message) =>
    message._ === 'messageService' && message.action._ === 'messageActionGeoProximityReached' ? [message.action] : [],
  )
  client.pushed.length = 0
  return told
}

const user = (client: TestClient): api.Peer => ({ _: 'peerUser', userId: BigInt(client.key.userId ?? 0) })

/** The number of the newest message of a chat. */
async function newest(client: TestClient, peer: api.InputPeer): Promise<number> {
  return (await chat.history(client, peer))[0]?.id ?? 0
}

describe('who wants to be told of those who come near', () => {
  it('is told once when somebody does, and by how much, in the chat in which both say where they are', async () => {
    const { alice, bob, toAlice, toBob, server } = chat
    await alice.call(chat.media(toBob, at(0, within(100))))
    await bob.call(chat.media(toAlice, at(500)))
    const id = await newest(bob, toAlice)
    expect(approaches(alice)).toEqual([])
    const before = await alice.call({ _: 'updates.getState' })
    await bob.call(edit(toAlice, id, at(300)))
    expect(approaches(alice)).toEqual([])
    await bob.call(edit(toAlice, id, at(80)))
    const told = { _: 'messageActionGeoProximityReached', fromId: user(bob), toId: user(alice), distance: 80 }
    expect(approaches(alice)).toEqual([told])
    expect(approaches(bob)).toEqual([told])
    expect((await chat.history(alice, toBob))[0]).toMatchObject({ fromId: user(bob), action: told })
    const missed = await (await chat.otherDevice('alice')).call({ ...before, _: 'updates.getDifference' })
    expect(missed).toMatchObject({ newMessages: [{ action: told }] })

    // Closer still is no news; nor is that somebody goes and comes within a minute.
    for (const meters of [50, 200, 60]) await bob.call(edit(toAlice, id, at(meters)))
    expect(approaches(alice)).toEqual([])
    server.clock.now += 61_000
    for (const meters of [200, 90]) await bob.call(edit(toAlice, id, at(meters)))
    expect(approaches(alice)).toEqual([{ ...told, distance: 90 }])
  })

  it('is told also for coming near by himself, for beginning to say it there, and for wanting to know', async () => {
    const { alice, bob, toAlice, toBob } = chat
    await alice.call(chat.media(toBob, at(0)))
    const id = await newest(alice, toBob)
    const beginning = chat.media(toAlice, at(50, within(100)))
    await bob.call(beginning)
    const told = { _: 'messageActionGeoProximityReached', fromId: user(alice), toId: user(bob) }
    expect(approaches(alice)).toMatchObject([{ ...told, distance: 50 }])
    // Sent again by who had no answer.
    await bob.call(beginning)
    expect(approaches(alice)).toEqual([])
    approaches(bob)
    await alice.call(edit(toBob, id, at(10, within(45))))
    expect(approaches(bob)).toMatchObject([{ fromId: user(bob), toId: user(alice), distance: 40 }])
  })

  it('is not told where nothing was asked for, of who is far, has stopped, or said so too long ago', async () => {
    const { alice, bob, toAlice, toBob, server } = chat
    await alice.call(chat.media(toBob, at(0, { ...within(100), period: 120 })))
    await bob.call(chat.media(toAlice, at(500)))
    const id = await newest(bob, toAlice)
    await bob.call(edit(toAlice, id, at(101)))
    await bob.call(edit(toAlice, id, at(10, { stopped: true })))
    await bob.call(chat.media(toAlice, at(500)))
    server.clock.now += 121_000
    await bob.call(edit(toAlice, await newest(bob, toAlice), at(10)))
    expect([...approaches(alice), ...approaches(bob)]).toEqual([])
    await alice.call(chat.media(toBob, at(0)))
    expect([...approaches(alice), ...approaches(bob)]).toEqual([])
  })

  it('is not told of who passes on where somebody else is, nor of who may not write any more', async () => {
    const { alice, bob, toAlice, toBob } = chat
    await bob.call(chat.media(toAlice, at(500)))
    const id = await newest(bob, toAlice)
    const self: api.InputPeer = { _: 'inputPeerSelf' }
    await bob.call(chat.media(self, at(10)))
    await alice.call(chat.media(toBob, at(0, within(100))))
    const passedOn = { id: [await newest(bob, self)], randomId: [chat.randomId()] }
    await bob.call({ _: 'messages.forwardMessages', fromPeer: self, toPeer: toAlice, ...passedOn })
    expect((await chat.history(alice, toBob))[0]).toMatchObject({ fwdFrom: {}, media: { _: 'messageMediaGeoLive' } })
    await alice.call({ _: 'contacts.block', id: toBob })
    await expect(bob.call(edit(toAlice, id, at(10)))).rejects.toThrow('USER_IS_BLOCKED')
    expect([...approaches(alice), ...approaches(bob)]).toEqual([])
  })

  it('is told in a group, of ten meetings at most at a time', async () => {
    const { alice, bob, toBob, server } = chat
    const phones = Array.from({ length: 11 }, (_, i) => `99966${30_000 + i}`)
    const others: TestClient[] = []
    const users: api.InputUser[] = [{ ...toBob, _: 'inputUser' }]
    for (const phone of phones) {
      others.push(await signUp(server, phone, 'Other'))
      users.push({ ...(await findByPhone(alice, phone)), _: 'inputUser' })
    }
    const made = await alice.call({ _: 'messages.createChat', users, title: 'Walkers' })
    const chats = made.updates._ === 'updates' ? made.updates.chats : []
    const peer: api.InputPeer = { _: 'inputPeerChat', chatId: chats[0]?.id ?? 0n }
    await bob.call(chat.media(peer, at(500)))
    const id = await newest(bob, peer)
    const [first, ...rest] = others
    await first?.call(chat.media(peer, at(0, within(100))))
    approaches(alice)
    await bob.call(edit(peer, id, at(70)))
    const told = { fromId: user(bob), toId: user(first ?? bob), distance: 70 }
    expect([approaches(alice), approaches(bob)]).toMatchObject([[told], [told]])
    await bob.call(edit(peer, id, at(500)))
    for (const client of rest) await client.call(chat.media(peer, at(0, within(100))))
    server.clock.now += 61_000
    approaches(alice)
    await bob.call(edit(peer, id, at(70)))
    expect(approaches(alice)).toHaveLength(10)
  })

  it('is told in a supergroup as whoever is shown there', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const send = (client: TestClient, media: api.InputMedia) =>
      client.call({
        ...{ _: 'messages.sendMedia', peer: group.peer(client), media, message: '', randomId: group.randomId() },
      })
    await send(alice, at(0, within(100)))
    await send(bob, at(500))
    await server.told()
    const id = (await group.history(bob)).messages[0]?.id ?? 0
    approaches(alice)
    await bob.call(edit(group.peer(bob), id, at(70)))
    await server.told()
    expect(approaches(alice)).toMatchObject([{ fromId: user(bob), toId: user(alice), distance: 70 }])
    expect((await group.texts(bob))[0]).toBe('messageActionGeoProximityReached')
    await server.close()
  })
})
