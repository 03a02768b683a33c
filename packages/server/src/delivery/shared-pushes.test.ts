import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../testing/channel.ts'
import { findByPhone, signIn, signUp, type TestClient } from '../testing/test-server.ts'

interface Named {
  readonly text: string
  readonly channel: 'full' | 'min' | undefined
  readonly author: 'full' | 'min' | undefined
}

/** How whom a new message names was shown to this client, message by message. */
function shown(client: TestClient, { taken }: ChannelFixture): Named[] {
  const named = client.pushed.flatMap((updates): Named[] => {
    if (updates._ !== 'updates') return []
    const [chat] = updates.chats
    return updates.updates.flatMap((update) => {
      if (update._ !== 'updateNewChannelMessage' || update.message._ !== 'message') return []
      const { message: text, fromId } = update.message
      const user = updates.users.find(({ id }) => fromId?._ === 'peerUser' && id === fromId.userId)
      return [{ text, channel: chat && formOf(chat), author: user && formOf(user) }]
    })
  })
  taken(client)
  return named
}

function formOf(value: api.Chat | api.User): 'full' | 'min' {
  return 'min' in value && value.min === true ? 'min' : 'full'
}

describe('what happened in a channel', () => {
  it('names in full whom somebody was not shown yet, and is the same for all after that', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, carol, toCarol } = group
    // The invitation has named the channel and Alice.
    expect(bob.pushed.flatMap((updates) => ('chats' in updates ? updates.chats.map(formOf) : []))).toContain('full')
    const users = [{ ...toCarol, _: 'inputUser' }] as const
    await alice.call({ _: 'channels.inviteToChannel', channel: group.named(alice), users: [...users] })
    await server.told()
    for (const client of [alice, bob, carol]) shown(client, group)
    for (const [client, text] of [
      [alice, 'one'],
      [carol, 'two'],
      [alice, 'three'],
      [carol, 'four'],
    ] as const) {
      await group.send(client, text)
      await server.told()
    }
    expect(shown(bob, group)).toEqual([
      { text: 'one', channel: 'min', author: 'min' },
      { text: 'two', channel: 'min', author: 'min' },
      { text: 'three', channel: 'min', author: 'min' },
      { text: 'four', channel: 'min', author: 'min' },
    ])
    await server.close()
  })

  it('is told in full once more when another device of the same person comes', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await group.send(alice, 'one')
    await server.told()
    const second = await signIn(server, '9996620002')
    await second.call({ _: 'updates.getState' })
    shown(bob, group)
    await group.send(alice, 'two')
    await group.send(alice, 'three')
    await server.told()
    const expected = [
      { text: 'two', channel: 'full', author: 'full' },
      { text: 'three', channel: 'min', author: 'min' },
    ]
    expect(shown(second, group)).toEqual(expected)
    expect(shown(bob, group)).toEqual(expected)
    await server.close()
  })

  it('goes out of the author’s other devices, and is no news to the one that wrote it', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const second = await signIn(server, '9996620002')
    await second.call({ _: 'updates.getState' })
    for (const text of ['one', 'two']) await group.send(bob, text)
    await server.told()
    const out = (client: TestClient): (boolean | undefined)[] =>
      group
        .taken(client)
        .flatMap((update) =>
          update._ === 'updateNewChannelMessage' && update.message._ === 'message' ? [update.message.out] : [],
        )
    expect(out(second)).toEqual([true, true])
    expect(out(alice)).toEqual([undefined, undefined])
    expect(out(bob)).toEqual([])
    await server.close()
  })

  it('says what is the same for all and nothing that only some may know', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    for (const text of ['one', 'two']) await group.send(alice, text)
    await server.told()
    const last = bob.pushed.at(-1)
    if (last?._ !== 'updates') throw new TypeError('bob was told')
    expect(last.users).toEqual([{ _: 'user', min: true, id: expect.anything(), firstName: 'Alice' }])
    expect(last.chats).toMatchObject([{ _: 'channel', min: true, megagroup: true, title: 'A channel' }])
    expect(last.chats[0]).toMatchObject({ accessHash: undefined, creator: undefined, adminRights: undefined })
    await server.close()
  })

  it('lets somebody who was named so be found by the message', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const sent = await group.send(alice, 'here I am')
    const self = await alice.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    const [userId = 0n] = self.map(({ id }) => id)
    const msgId = sent._ === 'updates' ? sent.updates.flatMap((u) => (u._ === 'updateMessageID' ? [u.id] : []))[0] : 0
    const named = { _: 'inputUserFromMessage', peer: group.peer(bob), msgId: msgId ?? 0, userId } as const
    expect(await bob.call({ _: 'users.getUsers', id: [named] })).toMatchObject([{ id: userId, firstName: 'Alice' }])
    const other = { ...named, msgId: 1 + named.msgId }
    expect(await bob.call({ _: 'users.getUsers', id: [other] })).toMatchObject([{ _: 'userEmpty' }])
    await bob.call({ _: 'channels.leaveChannel', channel: group.named(bob) })
    expect(await bob.call({ _: 'users.getUsers', id: [named] })).toMatchObject([{ _: 'userEmpty' }])
    await server.close()
  })

  it('is told together where many are here and much comes at once, to each but the session that said it', async () => {
    const waits: (() => void)[] = []
    const group = await openChannel('megagroup', {
      after: (_ms, callback) => {
        waits.push(callback)
        return () => {}
      },
    })
    const { server, alice, bob } = group
    const many = await Promise.all(
      Array.from({ length: 32 }, (_, i) => signUp(server, `99966400${10 + i}`, `Member ${i}`)),
    )
    for (const client of many) await client.call({ _: 'updates.getState' })
    const users = await Promise.all(many.map((_, i) => findByPhone(alice, `99966400${10 + i}`)))
    const invited = users.map((user): api.inputUser => ({ ...user, _: 'inputUser' }))
    await alice.call({ _: 'channels.inviteToChannel', channel: group.named(alice), users: invited })
    const second = await signIn(server, '9996620002')
    await second.call({ _: 'updates.getState' })
    // Everybody is shown both who will write.
    for (const client of [alice, bob]) {
      await group.send(client, 'hello')
      await server.told()
    }
    const everyone = [alice, bob, second, ...many]
    for (const client of everyone) shown(client, group)

    const texts = Array.from({ length: 12 }, (_, i) => `${i}`)
    await Promise.all(texts.map((text, i) => group.send(i % 3 === 0 ? bob : alice, text)))
    await server.told()
    for (const client of everyone) {
      const pushes = client.pushed.length
      const seen = shown(client, group).map(({ text }) => text)
      const own = client === alice ? [1, 2, 4, 5, 7, 8, 10, 11] : client === bob ? [0, 3, 6, 9] : []
      expect(seen).toEqual(texts.filter((text) => !own.includes(Number(text))))

      expect(pushes).toBeLessThanOrEqual(client === bob || client === second ? 9 : 2)
    }
    expect(waits.length).toBeGreaterThan(0)
    await server.close()
  })
})
