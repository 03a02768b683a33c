import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminRightNames, bannedRightNames, holds } from '../rules/chat-rights.ts'
import { Refusal } from '../rules/refusal.ts'
import {
  type Act,
  broadcastRights,
  broadcastRoles,
  refusalOf,
  supergroupRights,
  supergroupRoles,
} from '../rules/rights.ts'
import {
  type ChannelSide,
  openChannelSide,
  openSidePeople,
  poll,
  type SideCase,
  type SidePeople,
  type Stock,
} from '../testing/channel-side.ts'
import { asUser } from '../testing/ids.ts'
import { proveOwnPassword } from '../testing/own-password.ts'
import { sentFiles, uploadedFile } from '../testing/sent-files.ts'
import { startOfTime } from '../testing/test-server.ts'

type Kind = 'broadcast' | 'megagroup'

const ofBroadcasts = new Set(['postMessages', 'editMessages', 'manageDirectMessages'])
const ofSupergroups = new Set(['pinMessages', 'anonymous', 'manageTopics', 'manageRanks'])
const inBroadcasts = adminRightNames.filter((name) => !ofSupergroups.has(name))
const inSupergroups = adminRightNames.filter((name) => !ofBroadcasts.has(name))
const takeable = bannedRightNames.filter((name) => name !== 'viewMessages')

/** What somebody is: each role, and each right alone that an admin may hold or a member may lose. */
const cases: { readonly [Each in Kind]: { readonly [name: string]: SideCase } } = {
  broadcast: {
    creator: { role: 'creator' },
    'admin who holds everything': { role: 'admin', held: inBroadcasts },
    ...Object.fromEntries(
      inBroadcasts.map((name) => [`admin who holds ${name}`, { role: 'admin' as const, held: [name] }]),
    ),
    subscriber: { role: 'subscriber' },
    visitor: { role: 'visitor' },
    outsider: { role: 'outsider' },
    'banned one': { role: 'banned' },
  },
  megagroup: {
    creator: { role: 'creator' },
    'creator, all being taken from members': { role: 'creator', closed: takeable, hidesMembers: true },
    'admin who holds everything': { role: 'admin', held: inSupergroups },
    ...Object.fromEntries(
      inSupergroups.map((name) => [
        `admin who holds ${name}, all being taken from members`,
        { role: 'admin' as const, held: [name], closed: takeable, hidesMembers: true },
      ]),
    ),
    'admin who holds other': { role: 'admin', held: ['other'] },
    member: { role: 'member' },
    'member, all being taken from members': { role: 'member', closed: takeable, hidesMembers: true },
    ...Object.fromEntries(
      takeable.map((name) => [`member without ${name}`, { role: 'member' as const, taken: [name] }]),
    ),
    visitor: { role: 'visitor' },
    outsider: { role: 'outsider' },
    'banned one': { role: 'banned' },
  },
}

interface Way {
  readonly act: Act
  readonly how: string
  request(side: ChannelSide): api.Method | Promise<api.Method>
  /** What has to be so for it to be done at all, which nobody here can bring about. */
  prepare?(side: ChannelSide, people: SidePeople): Promise<void>
  /** It is tried where there are topics, if it is a supergroup. */
  readonly inForum?: true
  /** The act is asked for only after this one, which may be refused already. */
  readonly after?: Act
  /** What is asked for besides, after the act. */
  readonly besides?: Act
  /** Not for anonymous admins, whom it would name. */
  readonly tellsName?: true
  /** After it the channel, or whoever did it, is not what it was. */
  readonly last?: true
  /** Otherwise in both. */
  readonly only?: Kind
}

const none: Stock = {
  'own text': 0,
  'other’s text': 0,
  pinned: 0,
  'own poll': 0,
  'other’s poll': 0,
  list: 0,
  scheduled: 0,
  topic: 0,
}
const full: Stock = {
  ...none,
  'own text': 2,
  'other’s text': 6,
  pinned: 1,
  'own poll': 1,
  'other’s poll': 1,
  list: 2,
  scheduled: 2,
}
const noRights: api.chatBannedRights = { _: 'chatBannedRights', untilDate: 0 }
const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0, hash: 0n }
const geoPoint: api.inputGeoPoint = { _: 'inputGeoPoint', lat: 52, long: 13 }

const media = ({ peer, randomId }: ChannelSide, sent: api.InputMedia): api.messages.sendMedia => ({
  ...{ _: 'messages.sendMedia', peer, media: sent, message: '', randomId: randomId() },
})

/** So many members that the group may become a gigagroup. */
async function fill({ channelId: channel }: ChannelSide, { server }: SidePeople): Promise<void> {
  await server.store.transaction(async (tx) => {
    for (let number = 0; number < 1_000; number++) {
      await tx.channelMembers.put({
        ...{ channel, userId: asUser(BigInt(5_000_000 + number)), role: 'member', present: true, date: 1 },
        ...{ adminRights: 0, bannedRights: 0, bannedUntil: 0, availableMinId: 0, readInboxMaxId: 0 },
      })
    }
  })
}

/** A way to do each act that is served in channels. */
const ways: readonly Way[] = [
  {
    ...{ act: 'send text', how: 'words', after: 'send' },
    request: ({ randomId, peer }) => ({
      ...{ _: 'messages.sendMessage', peer, message: 'again', randomId: randomId() },
    }),
  },
  {
    ...{ act: 'send text', how: 'a place', after: 'send' },
    request: (side) => media(side, { _: 'inputMediaGeoPoint', geoPoint }),
  },
  {
    ...{ act: 'send stickers', how: 'a die', after: 'send' },
    request: (side) => media(side, { _: 'inputMediaDice', emoticon: '🎲' }),
  },
  {
    ...{ act: 'send text', how: 'what was said before, forwarded', after: 'send' },
    request: ({ randomId, peer }) => ({
      ...{ _: 'messages.forwardMessages', fromPeer: { _: 'inputPeerSelf' }, toPeer: peer },
      ...{ id: [1], randomId: [randomId()] },
    }),
  },
  {
    ...{ act: 'send text', how: 'words, later', after: 'schedule' },
    request: ({ peer, randomId, now }) => ({
      ...{ _: 'messages.sendMessage', peer, message: 'later', randomId: randomId(), scheduleDate: now() + 7200 },
    }),
  },
  {
    ...{ act: 'send text', how: 'what was to come later, now', after: 'send scheduled' },
    request: ({ peer, take }) => ({ _: 'messages.sendScheduledMessages', peer, id: [take('scheduled')] }),
  },
  {
    ...{ act: 'change scheduled', how: 'away' },
    request: ({ peer, take }) => ({ _: 'messages.deleteScheduledMessages', peer, id: [take('scheduled')] }),
  },
  {
    ...{ act: 'show typing', how: 'that one types' },
    request: ({ peer }) => ({ _: 'messages.setTyping', peer, action: { _: 'sendMessageTypingAction' } }),
  },
  {
    ...{ act: 'send polls', how: 'a poll', after: 'send' },
    request: (side) => media(side, poll),
  },
  ...sentFiles.map(
    ([act, how, attributes]): Way => ({
      ...{ act, how, after: 'send' },
      request: async (side) => media(side, await uploadedFile(side.actor, side.randomId(), attributes)),
    }),
  ),
  {
    ...{ act: 'schedule', how: 'words', besides: 'send text' },
    request: ({ randomId, peer }) => ({
      ...{ _: 'messages.sendMessage', peer, message: 'later', randomId: randomId() },
      scheduleDate: startOfTime + 3_600,
    }),
  },
  {
    ...{ act: 'show typing', how: 'words' },
    request: ({ peer }) => ({ _: 'messages.setTyping', peer, action: { _: 'sendMessageTypingAction' } }),
  },
  {
    ...{ act: 'react', how: 'with an emoji', after: 'see', tellsName: true },
    request: ({ peer, take }) => ({
      ...{ _: 'messages.sendReaction', peer, msgId: take('other’s text') },
      reaction: [{ _: 'reactionEmoji', emoticon: '🔥' }],
    }),
  },
  {
    ...{ act: 'vote', how: 'for an answer', after: 'see', tellsName: true },
    request: ({ peer, take }) => ({
      ...{ _: 'messages.sendVote', peer, msgId: take('other’s poll'), options: [new TextEncoder().encode('0')] },
    }),
  },
  {
    ...{ act: 'close poll', how: 'of one’s own', after: 'see' },
    request: ({ peer, take }) => ({
      ...{ _: 'messages.editMessage', peer, id: take('own poll') },
      media: { ...poll, poll: { ...poll.poll, closed: true } },
    }),
  },
  {
    ...{ act: 'complete todo', how: 'the first item', after: 'see' },
    request: ({ peer, take }) => ({
      ...{ _: 'messages.toggleTodoCompleted', peer, msgId: take('list'), completed: [1], incompleted: [] },
    }),
  },
  {
    ...{ act: 'append todo', how: 'an item', after: 'see' },
    request: ({ peer, take }) => ({
      ...{ _: 'messages.appendTodoList', peer, msgId: take('list') },
      list: [{ _: 'todoItem', id: 2, title: { _: 'textWithEntities', text: 'bread', entities: [] } }],
    }),
  },
  {
    ...{ act: 'set timer', how: 'a day', last: true },
    request: ({ peer }) => ({ _: 'messages.setHistoryTTL', peer, period: 86_400 }),
  },
  {
    ...{ act: 'see log', how: 'of today' },
    request: ({ channel }) => ({ _: 'channels.getAdminLog', channel, q: '', maxId: 0n, minId: 0n, limit: 10 }),
  },
  {
    ...{ act: 'edit', how: 'words' },
    request: ({ peer, take }) => ({ _: 'messages.editMessage', peer, id: take('own text'), message: 'changed' }),
  },
  {
    ...{ act: 'edit of others', how: 'words' },
    request: ({ peer, take }) => ({ _: 'messages.editMessage', peer, id: take('other’s text'), message: 'changed' }),
  },
  {
    ...{ act: 'pin', how: 'a message' },
    request: ({ peer, take }) => ({ _: 'messages.updatePinnedMessage', peer, id: take('other’s text') }),
  },
  {
    ...{ act: 'unpin', how: 'a message' },
    request: ({ peer, take }) => ({ _: 'messages.updatePinnedMessage', peer, id: take('pinned'), unpin: true }),
  },
  { act: 'unpin', how: 'all', last: true, request: ({ peer }) => ({ _: 'messages.unpinAllMessages', peer }) },
  {
    ...{ act: 'change info', how: 'the title', last: true },
    request: ({ channel }) => ({ _: 'channels.editTitle', channel, title: 'Others' }),
  },
  {
    ...{ act: 'change info', how: 'what it is about', last: true },
    request: ({ peer }) => ({ _: 'messages.editChatAbout', peer, about: 'other things' }),
  },
  {
    ...{ act: 'change info', how: 'whether posts are signed', last: true, only: 'broadcast' },
    request: ({ channel }) => ({ _: 'channels.toggleSignatures', channel, signaturesEnabled: true }),
  },
  {
    ...{ act: 'change info', how: 'its stickers', last: true, only: 'megagroup' },
    request: ({ channel }) => ({
      ...{ _: 'channels.setStickers', channel },
      stickerset: { _: 'inputStickerSetShortName', shortName: 'AnimatedEmojies' },
    }),
  },
  {
    ...{ act: 'set username', how: 'a new one', last: true },
    request: ({ channel, randomId }) => ({
      ...{ _: 'channels.updateUsername', channel, username: `somewhere_else_${randomId()}` },
    }),
  },
  {
    ...{ act: 'set username', how: 'whether it is free' },
    request: ({ channel }) => ({ _: 'channels.checkUsername', channel, username: 'somewhere_else' }),
  },
  {
    ...{ act: 'link chat', how: 'a channel with this group', last: true, only: 'megagroup' },
    request: ({ channel, partner }) => ({ _: 'channels.setDiscussionGroup', broadcast: partner, group: channel }),
  },
  {
    ...{ act: 'link chat', how: 'a group with this channel', last: true, only: 'broadcast' },
    request: ({ channel, partner }) => ({ _: 'channels.setDiscussionGroup', broadcast: channel, group: partner }),
  },
  {
    ...{ act: 'see members', how: 'by page' },
    request: ({ channel }) => ({
      ...{ _: 'channels.getParticipants', channel, filter: { _: 'channelParticipantsRecent' } },
      ...{ offset: 0, limit: 10, hash: 0n },
    }),
  },
  {
    ...{ act: 'see members', how: 'one of them', after: 'see' },
    request: ({ channel, users }) => ({
      ...{ _: 'channels.getParticipant', channel, participant: { ...users.observer, _: 'inputPeerUser' } },
    }),
  },
  { act: 'join', how: 'by oneself', last: true, request: ({ channel }) => ({ _: 'channels.joinChannel', channel }) },
  { act: 'leave', how: 'by oneself', last: true, request: ({ channel }) => ({ _: 'channels.leaveChannel', channel }) },
  {
    ...{ act: 'invite', how: 'somebody', last: true },
    request: ({ channel, users }) => ({ _: 'channels.inviteToChannel', channel, users: [users.outside] }),
  },
  {
    ...{ act: 'remove', how: 'a member', last: true },
    request: ({ channel, users }) => ({
      ...{ _: 'channels.editBanned', channel, participant: { ...users.observer, _: 'inputPeerUser' } },
      bannedRights: { ...noRights, viewMessages: true },
    }),
  },
  {
    ...{ act: 'remove invited', how: 'whom one has brought', last: true },
    request: ({ channel, users }) => ({
      ...{ _: 'channels.editBanned', channel, participant: { ...users.invited, _: 'inputPeerUser' } },
      bannedRights: { ...noRights, viewMessages: true },
    }),
  },
  {
    ...{ act: 'remove', how: 'what a member may do', last: true, only: 'megagroup' },
    request: ({ channel, users }) => ({
      ...{ _: 'channels.editBanned', channel, participant: { ...users.observer, _: 'inputPeerUser' } },
      bannedRights: { ...noRights, sendMessages: true },
    }),
  },
  {
    ...{ act: 'set default rights', how: 'games', last: true },
    request: ({ peer }) => ({
      ...{ _: 'messages.editChatDefaultBannedRights', peer },
      bannedRights: { ...noRights, sendGames: true, changeInfo: true },
    }),
  },
  {
    ...{ act: 'add admins', how: 'a member', last: true },
    request: ({ channel, users }) => ({
      ...{ _: 'channels.editAdmin', channel, userId: users.observer },
      adminRights: { _: 'chatAdminRights', other: true },
    }),
  },
  {
    ...{ act: 'rank oneself', how: 'a title', last: true },
    request: ({ peer }) => ({
      ...{ _: 'messages.editChatParticipantRank', peer, participant: { _: 'inputPeerSelf' }, rank: 'one' },
    }),
  },
  {
    ...{ act: 'rank others', how: 'a title', last: true },
    request: ({ peer, users }) => ({
      ...{ _: 'messages.editChatParticipantRank', peer, rank: 'two' },
      participant: { ...users.observer, _: 'inputPeerUser' },
    }),
  },
  {
    ...{ act: 'set slow mode', how: 'half a minute', last: true },
    request: ({ channel }) => ({ _: 'channels.toggleSlowMode', channel, seconds: 30 }),
  },
  {
    ...{ act: 'set forum', how: 'into one', last: true },
    request: ({ channel }) => ({ _: 'channels.toggleForum', channel, enabled: true, tabs: false }),
  },
  {
    ...{ act: 'create topic', how: 'one more', inForum: true },
    request: ({ peer, randomId }) => ({
      ...{ _: 'messages.createForumTopic', peer, title: 'One more', randomId: randomId() },
    }),
  },
  {
    ...{ act: 'manage topics', how: 'another title', inForum: true },
    request: ({ peer, take }) => ({ _: 'messages.editForumTopic', peer, topicId: take('topic'), title: 'Another' }),
  },
  {
    ...{ act: 'manage topics', how: 'closed', inForum: true },
    request: ({ peer, take }) => ({ _: 'messages.editForumTopic', peer, topicId: take('topic'), closed: true }),
  },
  {
    ...{ act: 'manage topics', how: 'above all others', inForum: true },
    request: ({ peer, take }) => ({
      ...{ _: 'messages.updatePinnedForumTopic', peer, topicId: take('topic'), pinned: true },
    }),
  },
  {
    ...{ act: 'manage topics', how: 'which are above all others', inForum: true },
    request: ({ peer, take }) => ({
      ...{ _: 'messages.reorderPinnedForumTopics', peer, order: [take('topic')], force: true },
    }),
  },
  {
    ...{ act: 'set admission', how: 'requests', last: true },
    request: ({ channel }) => ({ _: 'channels.toggleJoinRequest', channel, enabled: true }),
  },
  {
    ...{ act: 'set admission', how: 'whether one has to be in it to write', last: true },
    request: ({ channel }) => ({ _: 'channels.toggleJoinToSend', channel, enabled: true }),
  },
  {
    ...{ act: 'manage links', how: 'a new one', last: true },
    request: ({ peer }) => ({ _: 'messages.exportChatInvite', peer }),
  },
  {
    ...{ act: 'manage links', how: 'one’s own' },
    request: ({ peer }) => ({
      ...{ _: 'messages.getExportedChatInvites', peer, adminId: { _: 'inputUserSelf' }, limit: 9 },
    }),
  },
  {
    ...{ act: 'manage links', how: 'who asks to be let in' },
    request: ({ peer }) => ({ _: 'messages.hideAllChatJoinRequests', peer }),
  },
  {
    ...{ act: 'transfer', how: 'to a member', last: true },
    request: async ({ actor, peer, users }) => ({
      ...{ _: 'messages.editChatCreator', peer, userId: users.observer, password: await proveOwnPassword(actor) },
    }),
  },
  {
    ...{ act: 'transfer', how: 'who would have it' },
    request: ({ peer }) => ({ _: 'messages.getFutureChatCreatorAfterLeave', peer }),
  },
  {
    ...{ act: 'upgrade', how: 'to a gigagroup', last: true },
    prepare: fill,
    request: ({ channel }) => ({ _: 'channels.convertToGigagroup', channel }),
  },
  {
    ...{ act: 'delete chat', how: 'for all', last: true },
    request: ({ channel }) => ({ _: 'channels.deleteChannel', channel }),
  },
  {
    ...{ act: 'watch for spam', how: 'from now on', last: true, only: 'megagroup' },
    request: ({ channel }) => ({ _: 'channels.toggleAntiSpam', channel, enabled: true }),
  },
  {
    ...{ act: 'protect', how: 'what is said', last: true },
    request: ({ peer }) => ({ _: 'messages.toggleNoForwards', peer, enabled: true }),
  },
  {
    ...{ act: 'see log', how: 'all of it' },
    request: ({ channel }) => ({ _: 'channels.getAdminLog', channel, q: '', maxId: 0n, minId: 0n, limit: 10 }),
  },
  {
    ...{ act: 'see log', how: 'how the channel does', only: 'broadcast' },
    request: ({ channel }) => ({ _: 'stats.getBroadcastStats', channel }),
  },
  {
    ...{ act: 'see log', how: 'how the group does', only: 'megagroup' },
    request: ({ channel }) => ({ _: 'stats.getMegagroupStats', channel }),
  },
  {
    ...{ act: 'see log', how: 'what came of a message' },
    request: ({ channel }) => ({ _: 'stats.getMessageStats', channel, msgId: 3 }),
  },
  {
    ...{ act: 'tell of a screenshot', how: 'of a message' },
    request: ({ peer, randomId }) => ({
      ...{ _: 'messages.sendScreenshotNotification', peer, randomId: randomId() },
      replyTo: { _: 'inputReplyToMessage', replyToMsgId: 3 },
    }),
  },
  { act: 'block', how: 'all of it', request: ({ peer }) => ({ _: 'contacts.block', id: peer }) },
  { act: 'report', how: 'spam', request: ({ peer }) => ({ _: 'messages.reportSpam', peer }) },
  { act: 'see', how: 'what was said', request: ({ peer }) => ({ _: 'messages.getHistory', peer, ...page }) },
  { act: 'see', how: 'all of it', request: ({ channel }) => ({ _: 'channels.getFullChannel', channel }) },
  {
    ...{ act: 'see', how: 'a message' },
    request: ({ channel }) => ({ _: 'channels.getMessages', channel, id: [{ _: 'inputMessageID', id: 3 }] }),
  },
  {
    ...{ act: 'see', how: 'what was missed' },
    request: ({ channel }) => ({
      ...{ _: 'updates.getChannelDifference', channel, filter: { _: 'channelMessagesFilterEmpty' } },
      ...{ pts: 1, limit: 100 },
    }),
  },
  {
    ...{ act: 'see', how: 'what is found' },
    request: ({ peer }) => ({
      ...{ _: 'messages.search', peer, q: 'text', filter: { _: 'inputMessagesFilterEmpty' } },
      ...{ ...page, minDate: 0, maxDate: 0 },
    }),
  },
  {
    ...{ act: 'see', how: 'how often it was seen' },
    request: ({ peer }) => ({ _: 'messages.getMessagesViews', peer, id: [3], increment: false }),
  },
  {
    ...{ act: 'see', how: 'a link to a message' },
    request: ({ channel, take }) => ({ _: 'channels.exportMessageLink', channel, id: take('other’s text') }),
  },
  {
    ...{ act: 'see', how: 'a message, sent on' },
    request: ({ randomId, peer, take }) => ({
      ...{ _: 'messages.forwardMessages', fromPeer: peer, toPeer: { _: 'inputPeerSelf' } },
      ...{ id: [take('other’s text')], randomId: [randomId()] },
    }),
  },
  {
    ...{ act: 'read', how: 'what was said' },
    request: ({ channel }) => ({ _: 'channels.readHistory', channel, maxId: 0 }),
  },
  {
    ...{ act: 'delete for both', how: 'what one has said' },
    request: ({ channel, take }) => ({ _: 'channels.deleteMessages', channel, id: [take('own text')] }),
  },
  {
    ...{ act: 'delete for oneself', how: 'all that was said', last: true },
    request: ({ channel }) => ({ _: 'channels.deleteHistory', channel, maxId: 0 }),
  },
  {
    ...{ act: 'delete of others', how: 'what others have said' },
    request: ({ channel, take }) => ({ _: 'channels.deleteMessages', channel, id: [take('other’s text')] }),
  },
  {
    ...{ act: 'clear for all', how: 'all that was said', last: true },
    request: ({ channel }) => ({ _: 'channels.deleteHistory', channel, maxId: 0, forEveryone: true }),
  },
  {
    ...{ act: 'draft', how: 'a text' },
    request: ({ peer }) => ({ _: 'messages.saveDraft', peer, message: 'so far' }),
  },
  {
    ...{ act: 'arrange', how: 'muted' },
    request: ({ peer }) => ({
      ...{ _: 'account.updateNotifySettings', peer: { _: 'inputNotifyPeer', peer } },
      settings: { _: 'inputPeerNotifySettings', silent: true },
    }),
  },
]

const oneSided = new Set(['own', 'none'])

describe.each(['megagroup', 'broadcast'] as const)('in a %s', (kind) => {
  const names = Object.keys(cases[kind])
  const [rights, roles]: readonly [Readonly<Record<Act, readonly unknown[]>>, readonly string[]] =
    kind === 'broadcast' ? [broadcastRights, broadcastRoles] : [supergroupRights, supergroupRoles]
  const cells = ways.filter(({ only = kind }) => only === kind)

  let people: SidePeople
  beforeAll(async () => {
    people = await openSidePeople()
    for (const client of [people.alice, people.carol]) {
      const note = { message: 'a note', randomId: BigInt(people.next()) }
      await client.call({ _: 'messages.sendMessage', peer: { _: 'inputPeerSelf' }, ...note })
    }
  })
  afterAll(() => people.server.close())

  describe.each(names)('a %s', (name) => {
    const given = cases[kind][name]
    if (given === undefined) throw new TypeError('each name has a case')
    /** One of several cases of its role: what does not depend on rights the first of them tries. */
    const isVariant =
      given.role !== 'creator' && (given.taken !== undefined || given.closed !== undefined || given.held?.length === 1)
    const verdictOn = (act: Act): unknown => rights[act][roles.indexOf(given.role)]
    const depends = (act: Act | undefined): boolean => {
      const verdict = act && verdictOn(act)
      return typeof verdict === 'object' && verdict !== null && 'unless' in verdict
    }
    const cellsHere = cells.filter(({ act, after }) => !isVariant || depends(act) || depends(after))
    let shared: ChannelSide
    let forum: Promise<ChannelSide> | undefined
    const openForum = (): Promise<ChannelSide> => openChannelSide(people, kind, given, { ...none, topic: 4 })
    beforeAll(async () => {
      shared = await openChannelSide(people, kind, given, full)
    })

    it('is what the table calls so', () => {
      expect(shared.standing.role).toBe(given.role)
    })

    it.each(cellsHere)('does what the table of rights says: $act ($how)', async (way) => {
      const { act, after, besides, inForum, last, prepare, request, tellsName } = way
      const { standing } = shared
      const isNamed = tellsName === true && kind === 'megagroup' && holds(standing.held, 'anonymous')
      const refusal =
        (after && refusalOf(standing, after)) ??
        refusalOf(standing, act) ??
        (besides && refusalOf(standing, besides)) ??
        (isNamed ? new Refusal(403, 'ANONYMOUS_REACTIONS_DISABLED') : undefined)
      const cell = verdictOn(act)
      // Of members in whose way nothing stands one has tried it.
      if (refusal === undefined && last && isVariant && given.role === 'member') return
      // What is refused changes nothing.
      const isLast = refusal === undefined && last === true
      if (inForum) forum ??= openForum()
      const around = (await (inForum ? forum : undefined)) ?? shared
      const side = isLast ? await openChannelSide(people, kind, given, { ...none, pinned: 1 }) : around
      if (isLast) await prepare?.(side, people)
      const { actor, observer } = side
      const before = await side.state()
      observer.pushed.length = 0
      const answer = actor.call(await request(side))
      if (refusal === undefined) await answer
      else {
        await expect(answer).rejects.toMatchObject({ code: refusal.code, message: refusal.message })
        expect(await side.state()).toEqual(before)
      }
      const reach = typeof cell === 'object' && cell !== null && 'reach' in cell ? cell.reach : 'none'
      await people.server.told()
      if (refusal !== undefined || oneSided.has(String(reach))) expect(observer.pushed).toEqual([])
    })
  })
})

it('there is a way for each act that there is in a channel', () => {
  const tried = new Set<string>(ways.flatMap(({ act, after = act }) => [act, after]))
  const untried = Object.keys(supergroupRights).filter((act) => !tried.has(act))
  expect(untried.sort()).toEqual(
    [
      // No games and bots are served yet, and pages are left out rather than refused.
      ...['send games', 'send by inline bots', 'show page'],
      // Asked for in a channel, a message is pinned for all.
      'pin for oneself',
      // Between two people alone.
      'begin secret chat',
    ].sort(),
  )
})
