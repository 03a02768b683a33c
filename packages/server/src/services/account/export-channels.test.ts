import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'
import { asUser } from '../../testing/ids.ts'
import { exportAccount } from './export-account.ts'

const day = 86_400

describe('the export of somebody who is in groups and channels', () => {
  it('names them, and has of channels what that one wrote and is there, also where he or she went from', async () => {
    const group = await openChannel('megagroup', { rateLimits: {} })
    const { server, alice, bob, toBob } = group
    const users: api.InputUser[] = [{ ...toBob, _: 'inputUser' }]
    await alice.call({ _: 'messages.createChat', title: 'Friends', users })
    await group.send(alice, 'of Alice')
    for (let i = 0; i < 103; i++) await group.send(bob, `of Bob ${i}`)
    const exported = async (): Promise<string> => {
      let text = ''
      for await (const piece of exportAccount(server.store, asUser(bob.key.userId ?? 0))) text += piece
      return text
    }
    const text = await exported()
    const { chats } = JSON.parse(text)
    expect(chats).toMatchObject([
      { name: 'A channel', membership: { role: 'member', present: true }, messages: { length: 103 } },
      { name: 'Friends', messages: { length: 1 } },
    ])
    expect(chats[0].messages[0]).toMatchObject({ message: 'of Bob 102', out: true })
    expect(text).not.toContain('of Alice')
    await bob.call({ _: 'channels.leaveChannel', channel: group.named(bob) })
    await alice.call({ _: 'channels.editTitle', channel: group.named(alice), title: 'Renamed' })
    const after = JSON.parse(await exported()).chats
    expect(after).toMatchObject([{ name: 'Friends' }, { name: 'A channel', membership: { present: false } }])
    // And that he went, which he is the author of.
    expect(after[1].messages).toHaveLength(104)
    await server.close()
  })

  it('fetches by the ordinary methods only the kinds of chats that it was begun for', async () => {
    const group = await openChannel('megagroup', { freshSessionSeconds: day, rateLimits: {} })
    const { server, bob } = group
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 9, maxId: 0, minId: 0, hash: 0n }
    const query = { _: 'messages.getHistory', peer: group.peer(bob), ...page } as const
    server.clock.now += day * 1000
    const begin = { _: 'account.initTakeoutSession' } as const
    const people = await bob.call({ ...begin, messageUsers: true })
    const within = (takeoutId: bigint) => bob.call({ _: 'invokeWithTakeout', takeoutId, query })
    await expect(within(people.id)).rejects.toThrow('TAKEOUT_REQUIRED')
    const groups = await bob.call({ ...begin, messageMegagroups: true })
    expect(await within(groups.id)).toMatchObject({ _: 'messages.channelMessages', count: 2 })
    await server.close()
  })
})
