import type { Client } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { Alone, Asked, Note } from './asked.ts'
import type { IndexOf } from './facts.ts'
import { showOrder } from './facts.ts'
import { noteFolderLinks, noteLinks } from './own-links.ts'
import { RECEIVER } from './roles.ts'
import { nameOf } from './writes/saved-documents.ts'

/** What nobody changes but the solo account. */
export async function noteSoloAccount(client: Client, { names, indexOf, alone }: Asked, note: Note): Promise<void> {
  const self = await client.getMe()
  note('phone', self.phone)
  note('emoji status', self.emojiStatus?._ === 'emojiStatus' ? String(self.emojiStatus.documentId) : undefined)
  const { reactionsDefault } = await client.call({ _: 'help.getConfig' })
  note('default reaction', reactionsDefault?._ === 'reactionEmoji' ? reactionsDefault.emoticon : undefined)
  const { period } = await client.call({ _: 'messages.getDefaultHistoryTTL' })
  note('default period', String(period))
  const recent = await client.call({ _: 'messages.getRecentReactions', limit: 10, hash: 0n })
  note('recent reactions', recent._ === 'messages.reactions' && recent.reactions.length > 0 ? 'some' : undefined)
  const tags = await client.call({ _: 'messages.getSavedReactionTags', hash: 0n })
  note('tag', tags._ === 'messages.savedReactionTags' ? tags.tags[0]?.title : undefined)
  const { authorizations } = await client.call({ _: 'account.getAuthorizations' })
  const current = authorizations.find((one) => one.current)
  note('secret chats off', current?.encryptedRequestsDisabled ? 'yes' : undefined)
  await noteSavedDocuments(client, note)
  const { fullUser } = await client.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
  note('photo', photoNumber(fullUser.profilePhoto))
  note('other photo', photoNumber(fullUser.fallbackPhoto))
  await notePins(client, indexOf, note)
  await noteMarks(client, names, indexOf, note)
  await noteOthers(client, names, indexOf, note)
  if (alone !== undefined) {
    await noteSaved(client, alone, note)
    await noteRating(client, names, alone, note)
    await noteGroups(client, alone, note)
    await noteChannels(client, alone, note)
    await noteFolderLinks(client, note)
  }
}

/** The number that a photo was given (`own-photos.ts`). */
function photoNumber(photo: api.Photo | undefined): string | undefined {
  const [markup] = photo?._ === 'photo' ? (photo.videoSizes ?? []) : []
  return markup?._ === 'videoSizeEmojiMarkup' ? String(markup.emojiId) : undefined
}

/** The rating of the receiver tells from which message on it counts. */
async function noteRating(
  client: Client,
  names: readonly api.inputPeerUser[],
  alone: Alone,
  note: Note,
): Promise<void> {
  const peer = names[RECEIVER]
  const query = { correspondents: true, offset: 0, limit: 10, hash: 0n }
  const top = await client.call({ _: 'contacts.getTopPeers', ...query })
  if (peer === undefined || top._ !== 'contacts.topPeers') return
  const rated = top.categories.flatMap((category) => category.peers)
  const rating = rated.find((one) => one.peer._ === 'peerUser' && one.peer.userId === peer.userId)?.rating ?? 0
  const ids: number[] = []
  for await (const { id } of client.history(peer)) ids.push(id)
  const fitting = alone.ratedAfter.filter((after) => ids.filter((id) => id > after).length === rating)
  note('rating that nothing explains', fitting.length === 0 ? String(rating) : undefined)
  if (fitting.length > 0) alone.ratedAfter = fitting
}

async function noteSavedDocuments(client: Client, note: Note): Promise<void> {
  const saved = await client.call({ _: 'messages.getSavedGifs', hash: 0n })
  for (const gif of saved._ === 'messages.savedGifs' ? saved.gifs : [])
    note(nameOf(gif) ?? 'gif without a name', 'saved')
  const sounds = await client.call({ _: 'account.getSavedRingtones', hash: 0n })
  const ringtones = sounds._ === 'account.savedRingtones' ? sounds.ringtones : []
  for (const sound of ringtones) note(nameOf(sound) ?? 'ringtone without a name', 'saved')
}

async function notePins(client: Client, indexOf: IndexOf, note: Note): Promise<void> {
  const index = ({ peer }: { readonly peer: api.Peer }): number => (peer._ === 'peerUser' ? indexOf(peer.userId) : -1)
  const { dialogs } = await client.call({ _: 'messages.getPinnedDialogs', folderId: 0 })
  note('pinned order', showOrder(dialogs.filter((dialog) => dialog._ === 'dialog').map(index)))
  const saved = await client.call({ _: 'messages.getPinnedSavedDialogs' })
  if (saved._ === 'messages.savedDialogsNotModified') throw new TypeError('no hash was given')
  note('pinned saved order', showOrder(saved.dialogs.map(index)))
}

async function noteMarks(
  client: Client,
  names: readonly api.inputPeerUser[],
  indexOf: IndexOf,
  note: Note,
): Promise<void> {
  const peers = names.map((peer): api.InputDialogPeer => ({ _: 'inputDialogPeer', peer }))
  const { dialogs } = await client.call({ _: 'messages.getPeerDialogs', peers })
  for (const dialog of dialogs) {
    if (dialog._ !== 'dialog' || dialog.peer._ !== 'peerUser') continue
    const chat = indexOf(dialog.peer.userId)
    note(`chat ${chat} / unread mentions`, dialog.unreadMentionsCount > 0 ? 'yes' : undefined)
    note(`chat ${chat} / unread reactions`, dialog.unreadReactionsCount > 0 ? 'yes' : undefined)
    note(`chat ${chat} / unread votes`, dialog.unreadPollVotesCount > 0 ? 'yes' : undefined)
  }
}

async function noteOthers(
  client: Client,
  names: readonly api.inputPeerUser[],
  indexOf: IndexOf,
  note: Note,
): Promise<void> {
  const contacts = await client.call({ _: 'contacts.getContacts', hash: 0n })
  if (contacts._ === 'contacts.contactsNotModified') throw new TypeError('no hash was given')
  const friends = contacts.users.filter((user) => user._ === 'user' && user.closeFriend)
  note('close friends', showOrder(friends.map(({ id }) => indexOf(id)).sort()))
  const { blocked } = await client.call({ _: 'contacts.getBlocked', myStoriesFrom: true, offset: 0, limit: 100 })
  const from = blocked.flatMap(({ peerId }) => (peerId._ === 'peerUser' ? [indexOf(peerId.userId)] : []))
  note('stories hidden from', showOrder(from.sort()))
  for (const [index, peer] of names.entries()) {
    const id: api.inputUser = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash }
    const { fullUser } = await client.call({ _: 'users.getFullUser', id })
    note(`note ${index}`, fullUser.note?.text)
    note(`photo of ${index}`, photoNumber(fullUser.personalPhoto))
    note(`bar ${index}`, fullUser.settings.reportSpam ? 'shown' : undefined)
    if (index === 0) note('protected', fullUser.noforwardsMyEnabled ? 'yes' : undefined)
  }
}

async function noteChannels(client: Client, { channels }: Alone, note: Note): Promise<void> {
  for (const { tag, id: channelId, accessHash } of channels) {
    const channel: api.inputChannel = { _: 'inputChannel', channelId, accessHash }
    const { fullChat, chats } = await client.call({ _: 'channels.getFullChannel', channel })
    const chat = chats.find(({ id }) => id === channelId)
    if (fullChat._ !== 'channelFull' || chat?._ !== 'channel') continue
    const linked = chat.broadcast ? channels.find(({ id }) => id === fullChat.linkedChatId) : undefined
    note(`channel ${tag} / linked`, linked?.tag)
    note(`channel ${tag} / as messages`, fullChat.viewForumAsMessages ? 'yes' : undefined)
    note(`channel ${tag} / forum`, chat.forum ? 'yes' : undefined)
    if (chat.forum) await noteTopics(client, { tag, channel }, note)
    const yes = (is: boolean | undefined): string | undefined => (is === true ? 'yes' : undefined)
    note(`channel ${tag} / title`, chat.title)
    note(`channel ${tag} / photo`, photoNumber(fullChat.chatPhoto))
    note(`channel ${tag} / protected`, yes(chat.noforwards))
    note(`channel ${tag} / antispam`, yes(fullChat.antispam))
    note(`channel ${tag} / first tab`, fullChat.mainTab?._)
    note(`channel ${tag} / speaks as`, fullChat.defaultSendAs?._ === 'peerChannel' ? 'group' : undefined)
    note(`channel ${tag} / username`, chat.username)
    note(`channel ${tag} / signatures`, yes(chat.signatures))
    note(`channel ${tag} / hidden members`, yes(fullChat.participantsHidden))
    note(`channel ${tag} / hidden history`, yes(fullChat.hiddenPrehistory))
    note(`channel ${tag} / reactions`, fullChat.availableReactions?._ === 'chatReactionsNone' ? 'none' : undefined)
    note(`channel ${tag} / timer`, fullChat.ttlPeriod === undefined ? undefined : String(fullChat.ttlPeriod))
    note(`channel ${tag} / slow mode`, fullChat.slowmodeSeconds === undefined ? undefined : 'yes')
    note(`channel ${tag} / requests by name`, yes(chat.joinRequest))
    note(`channel ${tag} / joining to send`, yes(chat.joinToSend))
    note(`channel ${tag} / members`, fullChat.participantsCount === 2 ? 'both' : 'alone')
    note(`channel ${tag} / admin`, yes(fullChat.adminsCount === 2))
    note(`channel ${tag} / restricted`, yes(fullChat.bannedCount === 1))
    for await (const message of client.history({ ...channel, _: 'inputPeerChannel' })) {
      if (message._ !== 'message') continue
      note(`channel ${tag} / ${message.message}`, 'once')
      const own = message.reactions?.results.find(({ chosenOrder }) => chosenOrder !== undefined)
      const emoticon = own?.reaction._ === 'reactionEmoji' ? own.reaction.emoticon : undefined
      note(`channel ${tag} / ${message.message} / reacted`, emoticon)
    }
  }
}

async function noteTopics(
  client: Client,
  { tag, channel }: { readonly tag: string; readonly channel: api.inputChannel },
  note: Note,
): Promise<void> {
  const peer: api.inputPeerChannel = { ...channel, _: 'inputPeerChannel' }
  const page = { offsetDate: 0, offsetTopic: 0, limit: 100 }
  const seen = new Set<number>()
  for (let [offsetId, offsetTopic] = [0, 0]; ; ) {
    const { topics } = await client.call({ _: 'messages.getForumTopics', peer, ...page, offsetId, offsetTopic })
    const fresh = topics.flatMap((topic) => (topic._ === 'forumTopic' && !seen.has(topic.id) ? [topic] : []))
    const last = fresh.at(-1)
    if (last === undefined) return
    for (const { id, title, closed, pinned } of fresh) {
      seen.add(id)
      if (id === 1) continue
      note(`channel ${tag} / topic ${title}`, closed ? 'closed' : 'open')
      note(`channel ${tag} / pinned ${title}`, pinned ? 'yes' : undefined)
    }
    ;[offsetId, offsetTopic] = [last.topMessage, last.id]
  }
}

async function noteGroups(client: Client, { groups }: Alone, note: Note): Promise<void> {
  for (const { tag, id: chatId } of groups) {
    const { fullChat, chats } = await client.call({ _: 'messages.getFullChat', chatId })
    const [chat] = chats
    if (fullChat._ !== 'chatFull' || fullChat.participants._ !== 'chatParticipants' || chat?._ !== 'chat') continue
    note(`group ${tag} / title`, chat.title)
    note(`group ${tag} / photo`, photoNumber(fullChat.chatPhoto))
    note(`group ${tag} / about`, fullChat.about === '' ? undefined : fullChat.about)
    const { participants } = fullChat.participants
    note(`group ${tag} / members`, participants.length === 2 ? 'both' : 'alone')
    note(`group ${tag} / admin`, participants.some(({ _ }) => _ === 'chatParticipantAdmin') ? 'yes' : undefined)
    note(`group ${tag} / rank`, participants.find(({ _ }) => _ === 'chatParticipantCreator')?.rank)
    note(`group ${tag} / polls`, chat.defaultBannedRights?.sendPolls ? 'taken' : undefined)
    await noteLinks(client, { tag, id: chatId }, note)
    for await (const message of client.history({ _: 'inputPeerChat', chatId })) {
      if (message._ === 'message') note(`group ${tag} / ${message.message}`, 'once')
    }
  }
}

/** Saved numbers are shown within an export only. */
async function noteSaved(client: Client, { takeoutId }: Alone, note: Note): Promise<void> {
  if (takeoutId === undefined) return
  const saved = await client.call({ _: 'invokeWithTakeout', takeoutId, query: { _: 'contacts.getSaved' } })
  // The list has the contacts' numbers as well, which are looked at as contacts.
  const contacts = await client.call({ _: 'contacts.getContacts', hash: 0n })
  const users = contacts._ === 'contacts.contacts' ? contacts.users : []
  const listed = new Set(users.map((user) => (user._ === 'user' ? user.phone : undefined)))
  for (const { phone, firstName } of saved) if (!listed.has(phone)) note(`saved ${phone}`, firstName)
}
