import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-layers'
import { describe, expect, it } from 'vitest'
import { openGroup } from '../../testing/group.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

/** Where what links and rights are made of has changed, and one in between each. */
const layers = [133, 134, 140, 148, 158, 177, 186, 204, 223, 227, 228]

describe('links into a group, and rights in it', () => {
  it.each(layers)('are told to clients of layer %i in words that they have', async (layer) => {
    const schema = new StrictSchema(definitions, layer)
    const answered = new Set<string>()
    const fixture = await openGroup({
      ...{ layer, rateLimits: {} },
      onAnswer(request, bytes) {
        schema.decode(bytes, schema.find(request._).result)
        answered.add(request._)
      },
      onPush: (bytes) => void schema.decode(bytes, 'Updates'),
    })
    const { alice, bob, dave, group: peer, server } = fixture
    const { chatId } = peer
    for (const client of [alice, bob]) await client.call({ _: 'updates.getState' })
    const userId = await fixture.user(alice, 'bob')
    await alice.call({ _: 'messages.editChatAdmin', chatId, userId, isAdmin: true })
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', sendMedia: true, untilDate: 0 }
    await alice.call({ _: 'messages.editChatDefaultBannedRights', peer, bannedRights })
    const exported = await alice.call({ _: 'messages.exportChatInvite', peer, usageLimit: 5 })
    if (exported._ !== 'chatInviteExported') throw new TypeError('that is no link')
    const { link } = exported
    const hash = link.slice(link.indexOf('+') + 1)
    await dave.call({ _: 'messages.checkChatInvite', hash })
    await dave.call({ _: 'messages.importChatInvite', hash })
    await dave.call({ _: 'messages.checkChatInvite', hash })
    await alice.call({ _: 'messages.getAdminsWithInvites', peer })
    const adminId: api.inputUserSelf = { _: 'inputUserSelf' }
    await alice.call({ _: 'messages.getExportedChatInvites', peer, adminId, limit: 9 })
    await alice.call({ _: 'messages.getExportedChatInvite', peer, link })
    const page = { offsetDate: 0, offsetUser: { _: 'inputUserEmpty' }, limit: 9 } as const
    await alice.call({ _: 'messages.getChatInviteImporters', peer, link, ...page })
    await alice.call({ _: 'messages.editExportedChatInvite', peer, link, revoked: true })
    await dave.call({ _: 'messages.deleteChatUser', chatId, userId: { _: 'inputUserSelf' } })
    if (layer >= 135) {
      const asking = await alice.call({ _: 'messages.exportChatInvite', peer, requestNeeded: true })
      if (asking._ !== 'chatInviteExported') throw new TypeError('that is no link')
      const asked = { _: 'messages.importChatInvite', hash: asking.link.slice(link.indexOf('+') + 1) } as const
      await expect(dave.call(asked)).rejects.toThrow('INVITE_REQUEST_SENT')
      await alice.call({ _: 'messages.getChatInviteImporters', peer, requested: true, ...page })
      await alice.call({ _: 'messages.hideAllChatJoinRequests', peer, approved: true })
      expect(await fixture.participants(bob)).toContain(fixture.id(dave))
    }
    if (layer >= 223) {
      const participant: api.inputPeerSelf = { _: 'inputPeerSelf' }
      await alice.call({ _: 'messages.editChatParticipantRank', peer, participant, rank: 'gardener' })
      await alice.call(fixture.text(peer, 'with a title'))
    }
    await alice.call({ _: 'messages.migrateChat', chatId })
    await fixture.history(bob, peer)
    const { chats } = await bob.call({ _: 'messages.getChats', id: [chatId] })
    const channel = chats[0]?._ === 'chat' ? chats[0].migratedTo : undefined
    if (channel?._ !== 'inputChannel') throw new TypeError('the group leads to a supergroup')
    await bob.call({ _: 'channels.getFullChannel', channel })
    if (layer >= 223) {
      const { channelId, accessHash } = channel
      const there: api.inputPeerChannel = { _: 'inputPeerChannel', channelId, accessHash }
      expect(await bob.call({ _: 'messages.getFutureChatCreatorAfterLeave', peer: there }).catch(String)).toContain(
        'CHAT_ADMIN_REQUIRED',
      )
    }
    expect(answered.size).toBeGreaterThan(10)
    await server.close()
  })
})
