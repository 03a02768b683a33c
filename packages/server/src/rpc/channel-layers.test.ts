import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../testing/channel.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

/** What every client does with a channel or supergroup, all of it read by a codec that knows nothing but its layer. */
async function talkInChannel(kind: 'broadcast' | 'megagroup', layer: number) {
  const schema = new StrictSchema(definitions, layer)
  const answers = new Map<string, unknown>()
  const pushes: unknown[] = []
  const channel = await openChannel(kind, {
    layer,
    onAnswer: (request, bytes) => void answers.set(request._, schema.decode(bytes, schema.find(request._).result)),
    onPush: (bytes) => void pushes.push(schema.decode(bytes, 'Updates')),
  })
  const { server, alice, bob, carol } = channel
  const { pts, qts, date } = await bob.call({ _: 'updates.getState' })
  const { pts: channelPts } = await channel.history(bob)
  const mine = channel.named(alice)
  const bobs = channel.named(bob)
  await channel.send(alice, 'hello all')
  const [{ id } = { id: 0 }] = (await channel.history(alice)).messages
  await channel.send(alice, 'an answer', { replyTo: { _: 'inputReplyToMessage', replyToMsgId: id } })
  await alice.call({ _: 'messages.editMessage', peer: channel.peer(alice), id, message: 'hello again' })
  await alice.call({ _: 'messages.updatePinnedMessage', peer: channel.peer(alice), id })
  await talkOn(channel, schema, id)
  await alice.call({ _: 'channels.editTitle', channel: mine, title: 'Renamed' })
  await alice.call({ _: 'channels.updateUsername', channel: mine, username: 'the_channel' })
  await bob.call({ _: 'messages.getMessagesViews', peer: channel.peer(bob), id: [id], increment: true })
  await bob.call({ _: 'channels.readHistory', channel: bobs, maxId: 0 })
  const resolved = await carol.call({ _: 'contacts.resolveUsername', username: 'the_channel' })
  const [chat] = resolved.chats
  if (chat?._ !== 'channel') throw new TypeError('a public channel is shown')
  const carols: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
  await carol.call({ _: 'channels.joinChannel', channel: carols })
  const place = { offsetId: 0, offsetDate: 0, limit: 20, hash: 0n }
  const filter: api.ChannelParticipantsFilter = { _: 'channelParticipantsRecent' }
  await alice.call({ _: 'channels.getParticipants', channel: mine, filter, offset: 0, limit: 9, hash: 0n })
  await alice.call({ _: 'channels.getParticipant', channel: mine, participant: channel.toBob })
  const userId: api.inputUser = { ...channel.toBob, _: 'inputUser' }
  const adminRights: api.chatAdminRights = { _: 'chatAdminRights', inviteUsers: true, deleteMessages: true }
  await alice.call({ _: 'channels.editAdmin', channel: mine, userId, adminRights, rank: 'helper' })
  const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', viewMessages: true, untilDate: 0 }
  await alice.call({ _: 'channels.editBanned', channel: mine, participant: channel.toCarol, bannedRights })
  await carol.call({ _: 'channels.getChannels', id: [carols] })
  await bob.call({ _: 'channels.getFullChannel', channel: bobs })
  await bob.call({ _: 'channels.getMessages', channel: bobs, id: [{ _: 'inputMessageID', id }] })
  await bob.call({ _: 'channels.exportMessageLink', channel: bobs, id })
  await alice.call({ _: 'channels.deleteMessages', channel: mine, id: [id] })
  await bob.call({ _: 'messages.getDialogs', offsetPeer: { _: 'inputPeerEmpty' }, ...place })
  const all: api.ChannelMessagesFilter = { _: 'channelMessagesFilterEmpty' }
  await bob.call({ _: 'updates.getChannelDifference', channel: bobs, filter: all, pts: channelPts, limit: 100 })
  await bob.call({ _: 'updates.getDifference', pts, qts, date })
  await channel.history(bob)
  await alice.call({ _: 'channels.getAdminLog', channel: mine, q: '', maxId: 0n, minId: 0n, limit: 100 })
  await bob.call({ _: 'channels.leaveChannel', channel: bobs })
  await alice.call({ _: 'channels.deleteChannel', channel: mine })
  await server.close()
  return { answers, pushes }
}

/** What goes on changing of a message. */
async function talkOn(channel: ChannelFixture, schema: StrictSchema, msgId: number): Promise<void> {
  const { alice, bob, server } = channel
  const [mine, bobs] = [channel.peer(alice), channel.peer(bob)]
  const text = (of: string): api.textWithEntities => ({ _: 'textWithEntities', text: of, entities: [] })
  const poll: api.poll = {
    ...{ _: 'poll', id: 0n, question: text('Which?'), hash: 0n },
    answers: [1, 2].map((of) => ({ _: 'pollAnswer', text: text(String(of)), option: Uint8Array.of(of) })),
  }
  const media: api.InputMedia = { _: 'inputMediaPoll', poll }
  await alice.call({ _: 'messages.sendMedia', peer: mine, media, message: '', randomId: 400n })
  const [{ id } = { id: 0 }] = (await channel.history(alice)).messages
  await bob.call({ _: 'messages.sendVote', peer: bobs, msgId: id, options: [Uint8Array.of(1)] })
  await alice.call({ _: 'messages.editMessage', peer: mine, id, media: { ...media, poll: { ...poll, closed: true } } })
  await bob.call({ _: 'messages.setTyping', peer: bobs, action: { _: 'sendMessageTypingAction' } })
  await alice.call({ _: 'messages.setHistoryTTL', peer: mine, period: 86_400 })
  const scheduleDate = Math.floor(server.clock.now / 1000) + 600
  await channel.send(alice, 'later', { scheduleDate })
  await alice.call({ _: 'messages.getScheduledHistory', peer: mine, hash: 0n })
  await bob.call({ _: 'messages.getOnlines', peer: bobs })
  const page = { offsetId: 0, addOffset: 0, limit: 9, maxId: 0, minId: 0 }
  await bob.call({ _: 'messages.getUnreadMentions', peer: bobs, ...page })
  if (schema.has('reactionEmoji')) {
    const emoji: api.Reaction = { _: 'reactionEmoji', emoticon: '👍' }
    await bob.call({ _: 'messages.sendReaction', peer: bobs, msgId, reaction: [emoji] })
    await alice.call({ _: 'messages.getMessagesReactions', peer: mine, id: [msgId] })
    const availableReactions: api.ChatReactions = { _: 'chatReactionsSome', reactions: [emoji] }
    await alice.call({ _: 'messages.setChatAvailableReactions', peer: mine, availableReactions })
  }
  await alice.call({ _: 'messages.setHistoryTTL', peer: mine, period: 0 })
  await server.told()
}

describe('a client', () => {
  for (const layer of [133, 144, 158, 176, 177, 198, 216, 222, 223, 227, 228]) {
    for (const kind of ['broadcast', 'megagroup'] as const) {
      it(`is told of a ${kind} in layer ${layer} by every answer and every push`, async () => {
        const { answers, pushes } = await talkInChannel(kind, layer)
        const shown = { _: 'channel', title: 'Renamed' }
        expect(answers.get('channels.getFullChannel')).toMatchObject({
          fullChat: { participantsCount: 2 },
          chats: [shown],
        })
        expect(answers.get('messages.getHistory')).toMatchObject({ _: 'messages.channelMessages', chats: [shown] })
        const joined = answers.get('channels.joinChannel')
        expect(joined).toMatchObject(layer < 227 ? { _: 'updates' } : { updates: { _: 'updates' } })
        expect(answers.get('channels.getChannels')).toMatchObject({
          chats: [{ _: 'channelForbidden', title: 'Renamed' }],
        })
        expect(answers.get('updates.getChannelDifference')).toMatchObject({
          _: 'updates.channelDifference',
          final: true,
        })
        const log = answers.get('channels.getAdminLog')
        expect(log).toMatchObject({ _: 'channels.adminLogResults', chats: [shown] })
        for (const [at, name] of ['DeleteMessage', 'ParticipantToggleBan', 'ParticipantToggleAdmin'].entries()) {
          expect(log).toHaveProperty(`events.${at}.action._`, `channelAdminLogEventAction${name}`)
        }
        expect(answers.get('updates.getDifference')).toMatchObject({ _: 'updates.difference' })
        expect(pushes.length).toBeGreaterThan(8)
      })
    }
  }
})
