import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

interface Place {
  readonly peer: api.inputPeerChannel
  readonly channel: api.inputChannel
  /** The number of a message there. */
  readonly id: number
}

const page = { offsetId: 0, offsetDate: 0, addOffset: -30, limit: 60, maxId: 0, minId: 0, hash: 0n }
const unread = { offsetId: 1, addOffset: -30, limit: 60, maxId: 0, minId: 0 }

/**
 * What Web A and Web K ask of a channel or supergroup that is opened there, its page beside it included: the state of the log,
 * messages and what hangs on them, who is in it, and what it may have beside that.
 */
function asked({ peer, channel, id }: Place): api.Method[] {
  const ofMembers = { channel, offset: 0, limit: 200, hash: 0n } as const
  return [
    { _: 'channels.getChannels', id: [channel] },
    { _: 'channels.getFullChannel', channel },
    { _: 'messages.getPeerDialogs', peers: [{ _: 'inputDialogPeer', peer }] },
    { _: 'messages.getPeerSettings', peer },
    {
      ...{ _: 'updates.getChannelDifference', channel, pts: 1, limit: 1_000, force: true },
      filter: { _: 'channelMessagesFilterEmpty' },
    },
    { _: 'messages.getHistory', peer, ...page },
    { _: 'channels.getMessages', channel, id: [{ _: 'inputMessageID', id }] },
    { _: 'messages.getMessagesViews', peer, id: [id], increment: true },
    { _: 'messages.getMessagesReactions', peer, id: [id] },
    { _: 'messages.getAvailableReactions', hash: 0 },
    { _: 'messages.getTopReactions', limit: 32, hash: 0n },
    { _: 'messages.getRecentReactions', limit: 50, hash: 0n },
    { _: 'messages.getUnreadMentions', peer, ...unread },
    { _: 'messages.getUnreadReactions', peer, ...unread },
    { _: 'messages.getScheduledHistory', peer, hash: 0n },
    { _: 'messages.search', peer, q: '', filter: { _: 'inputMessagesFilterPinned' }, ...page, minDate: 0, maxDate: 0 },
    { _: 'messages.getSearchCounters', peer, filters: [{ _: 'inputMessagesFilterUrl' }] },
    { _: 'messages.getSponsoredMessages', peer },
    { _: 'channels.getSendAs', peer },
    { _: 'channels.getParticipant', channel, participant: { _: 'inputPeerSelf' } },
    { _: 'channels.getParticipants', ...ofMembers, filter: { _: 'channelParticipantsRecent' } },
    { _: 'channels.getParticipants', ...ofMembers, filter: { _: 'channelParticipantsAdmins' } },
    { _: 'channels.getParticipants', ...ofMembers, filter: { _: 'channelParticipantsKicked', q: '' } },
    { _: 'channels.getParticipants', ...ofMembers, filter: { _: 'channelParticipantsBots' } },
    { _: 'channels.getChannelRecommendations', channel },
    { _: 'channels.readHistory', channel, maxId: id },
    { _: 'channels.readMessageContents', channel, id: [id] },
    { _: 'messages.readMentions', peer },
    { _: 'messages.readReactions', peer },
    { _: 'messages.getOnlines', peer },
    { _: 'messages.getMessageReadParticipants', peer, msgId: id },
    { _: 'messages.getDiscussionMessage', peer, msgId: id },
    { _: 'messages.getReplies', peer, msgId: id, ...page },
    { _: 'messages.getForumTopics', peer, offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 20 },
    { _: 'messages.getSavedHistory', peer, ...page },
    { _: 'messages.setTyping', peer, action: { _: 'sendMessageTypingAction' } },
    { _: 'messages.saveDraft', peer, message: 'so far' },
    { _: 'messages.getExportedChatInvites', peer, adminId: { _: 'inputUserSelf' }, limit: 10 },
    {
      ...{ _: 'messages.getChatInviteImporters', requested: true, peer, offsetDate: 0, limit: 10 },
      offsetUser: { _: 'inputUserEmpty' },
    },
    { _: 'messages.getFactCheck', peer, msgId: [id] },
    { _: 'messages.getPaidReactionPrivacy' },
    { _: 'stories.getPeerStories', peer },
    { _: 'stories.getPinnedStories', peer, offsetId: 0, limit: 10 },
    { _: 'premium.getBoostsStatus', peer },
    { _: 'premium.getMyBoosts' },
    { _: 'account.getNotifySettings', peer: { _: 'inputNotifyPeer', peer } },
  ]
}

/** What each request comes to: nothing for an answer, or the error. */
async function outcomes(group: ChannelFixture, client: TestClient): Promise<Map<string, string>> {
  const sent = await group.send(group.alice, 'hello')
  const updates = 'updates' in sent ? sent.updates : []
  const id = updates.find((update) => update._ === 'updateMessageID')?.id ?? 0
  const told = new Map<string, string>()
  for (const request of asked({ peer: group.peer(client), channel: group.named(client), id })) {
    const filter = request._ === 'channels.getParticipants' ? ` ${request.filter._}` : ''
    const outcome = await client.call(request).then(
      () => '',
      (error: unknown) => (error instanceof Error ? error.message : 'no error'),
    )
    if (outcome !== '') told.set(`${request._}${filter}`, outcome)
  }
  return told
}

/** Not for everybody, or not here: a client takes each of these for final. All else is answered. */
const refusals: readonly (readonly [error: string, requests: RegExp])[] = [
  ['CHAT_ADMIN_REQUIRED', /^channels\.getParticipants |^messages\.(getExportedChatInvites|getChatInviteImporters)$/],
  ['METHOD_NOT_IMPLEMENTED', /^premium\.getBoostsStatus$/],
]

/** Of members and posts that have nothing of the kind, or comes with what is being built. */
const mayBeRefused = /^messages\.(getMessageReadParticipants|getDiscussionMessage|getReplies|getForumTopics)$/

describe('opening a channel in Web A or Web K', () => {
  it.each(['megagroup', 'broadcast'] as const)('(%s) has every question answered or refused for good', async (kind) => {
    const group = await openChannel(kind, { rateLimits: {} })
    for (const client of [group.bob, group.alice]) {
      const refused = await outcomes(group, client)
      const unexpected = [...refused].filter(
        ([name, error]) =>
          !refusals.some(([known, requests]) => known === error && requests.test(name)) && !mayBeRefused.test(name),
      )
      expect(unexpected).toEqual([])
      // Nobody is refused for reasons of rights who holds them all.
      if (client === group.alice) expect([...refused.values()]).not.toContain('CHAT_ADMIN_REQUIRED')
      for (const error of refused.values()) expect(error).not.toMatch(/INTERNAL|FLOOD_WAIT|TIMEOUT/)
    }
    await group.server.close()
  })
})
