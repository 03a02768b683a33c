import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-layers'
import { describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

/** Where what links, requests and members are made of has changed, and one in between each. */
const layers = [133, 134, 140, 143, 148, 158, 177, 186, 196, 204, 222, 223, 227, 228]

describe('how people come into a supergroup, and what holds for them there', () => {
  it.each(layers)('is told to clients of layer %i in words that they have', async (layer) => {
    const schema = new StrictSchema(definitions, layer)
    const answered = new Set<string>()
    const group = await openChannel('megagroup', {
      ...{ layer, rateLimits: {} },
      onAnswer(request, bytes) {
        schema.decode(bytes, schema.find(request._).result)
        answered.add(request._)
      },
      onPush: (bytes) => void schema.decode(bytes, 'Updates'),
    })
    const { alice, bob, carol, server } = group
    const [peer, channel] = [group.peer(alice), group.named(alice)]
    const exported = await alice.call({ _: 'messages.exportChatInvite', peer, usageLimit: 5 })
    if (exported._ !== 'chatInviteExported') throw new TypeError('that is no link')
    const { link } = exported
    const hash = link.slice(link.indexOf('+') + 1)
    await carol.call({ _: 'messages.checkChatInvite', hash })
    await carol.call({ _: 'messages.importChatInvite', hash })
    await carol.call({ _: 'messages.checkChatInvite', hash })
    await server.told()
    const adminId: api.inputUserSelf = { _: 'inputUserSelf' }
    await alice.call({ _: 'messages.getExportedChatInvites', peer, adminId, limit: 9 })
    const page = { offsetDate: 0, offsetUser: { _: 'inputUserEmpty' }, limit: 9 } as const
    await alice.call({ _: 'messages.getChatInviteImporters', peer, link, ...page })
    await alice.call({ _: 'channels.toggleSlowMode', channel, seconds: 30 })
    await bob.call({ _: 'channels.getFullChannel', channel: group.named(bob) })
    await carol.call({ _: 'channels.leaveChannel', channel: group.named(carol) })
    if (layer >= 143) {
      await alice.call({ _: 'channels.toggleJoinToSend', channel, enabled: true })
      await alice.call({ _: 'channels.toggleJoinRequest', channel, enabled: true })
    }
    if (layer >= 135) {
      const edit = { _: 'messages.editExportedChatInvite', peer, link, requestNeeded: true, usageLimit: 0 } as const
      await alice.call(edit)
      await expect(carol.call({ _: 'messages.importChatInvite', hash })).rejects.toThrow('INVITE_REQUEST_SENT')
      await alice.call({ _: 'channels.getFullChannel', channel })
      await alice.call({ _: 'messages.hideAllChatJoinRequests', peer, approved: true })
      const self: api.inputPeerSelf = { _: 'inputPeerSelf' }
      await carol.call({ _: 'channels.getParticipant', channel: group.named(carol), participant: self })
    }
    expect(answered.size).toBeGreaterThan(10)
    await server.close()
  })
})
