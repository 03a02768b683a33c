import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

/** What is opened: a channel may have a group in which its posts are talked about. */
type Kind = 'megagroup' | 'forum' | 'broadcast' | 'broadcast with comments'

interface Place {
  readonly kind: Kind
  readonly peer: api.inputPeerChannel
  readonly channel: api.inputChannel
  /** The number of a message there. */
  readonly id: number
  /** Whether that is the client's own. */
  readonly isOwn: boolean
  /** The number of a topic, where there are any. */
  readonly topic: number
}

const page = { offsetId: 0, offsetDate: 0, addOffset: -30, limit: 60, maxId: 0, minId: 0, hash: 0n }
const unread = { offsetId: 1, addOffset: -30, limit: 60, maxId: 0, minId: 0 }

/**
 * What Web A and Web K ask of a channel or supergroup that is opened there, its page beside it included: the state of the log,
 * messages and what hangs on them, who is in it, and what it may have beside that.
 */
function asked(place: Place): api.Method[] {
  const { peer, channel, id } = place
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
    ...askedOfSome(place),
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

/**
 * What is asked only where there is such a thing: who has read, by the author in a group; what is said below a message, in a
 * group and of posts that have comments; topics of a forum.
 */
function askedOfSome({ kind, peer, id, isOwn, topic }: Place): api.Method[] {
  const below = (msgId: number): api.Method[] => [
    { _: 'messages.getDiscussionMessage', peer, msgId },
    { _: 'messages.getReplies', peer, msgId, ...page },
  ]
  const whoRead: api.Method[] = [{ _: 'messages.getMessageReadParticipants', peer, msgId: id }]
  const topics: api.Method[] = [
    { _: 'messages.getForumTopics', peer, offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 20 },
    { _: 'messages.getForumTopicsByID', peer, topics: [1, topic] },
    { _: 'messages.getReplies', peer, msgId: 1, ...page },
    ...below(topic),
  ]
  return [
    ...(isOwn && (kind === 'megagroup' || kind === 'forum') ? whoRead : []),
    ...(kind === 'megagroup' || kind === 'broadcast with comments' ? below(id) : []),
    ...(kind === 'forum' ? topics : []),
  ]
}

/** What each request comes to: nothing for an answer, or the error. */
async function outcomes(kind: Kind, group: ChannelFixture, client: TestClient): Promise<Map<string, string>> {
  const { alice } = group
  const id = numberIn(await group.send(alice, 'hello'))
  const begin = { peer: group.peer(alice), title: 'A topic', randomId: BigInt(id) } as const
  const topic = kind === 'forum' ? numberIn(await alice.call({ _: 'messages.createForumTopic', ...begin })) : 0
  const told = new Map<string, string>()
  const named = { peer: group.peer(client), channel: group.named(client) }
  for (const request of asked({ kind, ...named, id, isOwn: client === alice, topic })) {
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

async function open(kind: Kind): Promise<ChannelFixture> {
  const group = await openChannel(kind.startsWith('broadcast') ? 'broadcast' : 'megagroup', { rateLimits: {} })
  const { alice } = group
  const channel = group.named(alice)
  if (kind === 'forum') await alice.call({ _: 'channels.toggleForum', channel, enabled: true, tabs: false })
  if (kind === 'broadcast with comments') {
    const made = await alice.call({ _: 'channels.createChannel', title: 'Comments', about: '', megagroup: true })
    const [chat] = 'chats' in made ? made.chats : []
    if (chat?._ !== 'channel') throw new TypeError('no group was made')
    const comments: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
    await alice.call({ _: 'channels.setDiscussionGroup', broadcast: channel, group: comments })
  }
  return group
}

function numberIn(sent: api.Updates): number {
  const updates = 'updates' in sent ? sent.updates : []
  const id = updates.find((update) => update._ === 'updateMessageID')?.id
  if (id === undefined) throw new TypeError('nothing was sent')
  return id
}

describe('opening a channel in Web A or Web K', () => {
  it.each(['megagroup', 'forum', 'broadcast', 'broadcast with comments'] as const)(
    '(%s) has every question answered or refused for good',
    async (kind) => {
      const group = await open(kind)
      for (const client of [group.bob, group.alice]) {
        const refused = await outcomes(kind, group, client)
        const unexpected = [...refused].filter(
          ([name, error]) => !refusals.some(([known, requests]) => known === error && requests.test(name)),
        )
        expect(unexpected).toEqual([])
        // Nobody is refused for reasons of rights who holds them all.
        if (client === group.alice) expect([...refused.values()]).not.toContain('CHAT_ADMIN_REQUIRED')
        for (const error of refused.values()) expect(error).not.toMatch(/INTERNAL|FLOOD_WAIT|TIMEOUT/)
      }
      await group.server.close()
    },
  )
})
