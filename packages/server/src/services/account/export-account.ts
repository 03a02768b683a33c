import { toHex } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { toScheduledMessage } from '../../chats/scheduled/view-scheduled.ts'
import { type ChannelId, isChannel, isUser, type PeerId, type UserId } from '../../ids.ts'
import { maxOwnPhotos } from '../../rules/profile-photos.ts'
import { scopeName } from '../../store/domain/lists/notify-settings.ts'
import type { Reads, Store } from '../../store/store.ts'
import { type Files, filesOf, mayShowFiles } from '../../tl/files-of-message.ts'
import { readStored } from '../../tl/stored.ts'
import { showMessages } from '../../views/message-view.ts'
import { showPosts } from '../../views/post-view.ts'
import { rulesOf } from '../../views/standing.ts'

const perPage = 100

export interface ExportedChat {
  readonly peer: PeerId
  /** Of a person as the account calls him or her, of others what they are or were called. */
  readonly name: string
  /** Of a channel, what the account is there, and since when. */
  readonly membership?: object | undefined
}

/**
 * Everything that the server keeps of one account, one part after the other; no secret that would open the account. Of a channel
 * it is what the account wrote there: the log belongs to all who are in it.
 */
export type ExportedPart =
  | { readonly part: 'account'; readonly data: object }
  | { readonly part: 'contacts'; readonly data: readonly object[] }
  | { readonly part: 'chat'; readonly data: ExportedChat }
  | { readonly part: 'messages'; readonly data: readonly api.Message[] }

/**
 * Reads an account bit by bit, so that its size does not matter. Nothing if there is no such account.
 *
 * All of it is of one moment where all reads are, as those of a view of the store; a store that goes on changing meanwhile
 * gives each part as it is when it is read.
 */
export async function* exportParts(store: Pick<Store, 'read'>, userId: UserId): AsyncGenerator<ExportedPart> {
  const { read } = store
  const account = await accountOf(read, userId)
  if (account === undefined) return
  yield { part: 'account', data: account }
  const contacts = await read.contacts.list(userId)
  yield {
    part: 'contacts',
    data: contacts.map(({ note, ...contact }) => ({
      ...contact,
      note: note && readStored('TextWithEntities', note),
    })),
  }
  const known = new Map(contacts.map((contact) => [contact.userId, `${contact.firstName} ${contact.lastName}`.trim()]))
  for await (const peer of peersOf(read, userId)) {
    const name = (isUser(peer) ? known.get(peer) : undefined) ?? (await nameOf(read, userId, peer))
    if (isChannel(peer)) {
      yield { part: 'chat', data: { peer, name, membership: await membershipOf(read, userId, peer) } }
      yield* postsOf(read, userId, peer)
      continue
    }
    yield { part: 'chat', data: { peer, name } }
    for (let offsetId = 0; ; ) {
      const query = { box: userId, peer, offsetId, offsetDate: 0, addOffset: 0, limit: perPage, maxId: 0, minId: 0 }
      const page = await read.messages.history(query)
      if (page.length > 0) yield { part: 'messages', data: await showMessages(read, userId, page) }
      const last = page.at(-1)
      if (last === undefined || page.length < perPage) break
      offsetId = last.id
    }
  }
}

async function nameOf(read: Reads, userId: UserId, peer: PeerId): Promise<string> {
  if (isUser(peer)) {
    const user = await read.users.get(peer)
    return user === undefined ? '' : `${user.firstName} ${user.lastName}`.trim()
  }
  if (isChannel(peer)) {
    const [record, member] = await Promise.all([read.channels.get(peer), read.channelMembers.get(peer, userId)])
    return member?.titleThen ?? record?.title ?? ''
  }
  const [group, member] = await Promise.all([read.groups.get(peer), read.groups.member(peer, userId)])
  return member?.titleThen ?? group?.title ?? ''
}

async function membershipOf(read: Reads, userId: UserId, channel: ChannelId): Promise<object | undefined> {
  const member = await read.channelMembers.get(channel, userId)
  if (member === undefined) return undefined
  const { role, present, date, rank, readInboxMaxId } = member
  return { role, present, date, rank, readInboxMaxId }
}

/** What the account has written in a channel, the newest first. */
async function* postsOf(read: Reads, userId: UserId, channel: ChannelId): AsyncGenerator<ExportedPart> {
  const own = { box: channel, peer: channel, from: userId, words: [], marks: [], minDate: 0, maxDate: 0 }
  const found = await read.messageSearch.find(own, Number.MAX_SAFE_INTEGER)
  for (let at = 0; at < found.length; at += perPage) {
    const ids = found.slice(at, at + perPage).map(({ id }) => id)
    const stored = (await read.messages.many(channel, ids)).sort((a, b) => b.id - a.id)
    yield { part: 'messages', data: await showPosts(read, userId, stored) }
  }
}

/**
 * The whole account as one JSON text, in pieces. Nothing if there is no such account.
 *
 * @param onFiles told of the files that are shown in it
 */
export async function* exportAccount(
  store: Pick<Store, 'read'>,
  userId: UserId,
  onFiles: (files: Files) => Promise<void> = async () => {},
): AsyncGenerator<string> {
  let chats = 0
  let messages = 0
  for await (const { part, data } of exportParts(store, userId)) {
    switch (part) {
      case 'account':
        yield `{"account":${json(data)}`
        for (const message of await scheduledOf(store.read, userId)) await onFiles(filesOf(message))
        await onFiles({ documents: [], photos: await ownPhotos(store.read, userId) })
        break
      case 'contacts':
        yield `,"contacts":${json(data)},"chats":[`
        break
      case 'chat':
        yield `${chats === 0 ? '' : ']},'}${json(data).slice(0, -1)},"messages":[`
        chats++
        messages = 0
        break
      case 'messages':
        yield `${messages === 0 ? '' : ','}${json(data).slice(1, -1)}`
        messages += data.length
        for (const message of data) if (mayShowFiles(message)) await onFiles(filesOf(message))
        break
    }
  }
  if (chats > 0) yield ']}'
  if (await store.read.users.get(userId)) yield ']}'
}

async function accountOf(read: Reads, userId: UserId): Promise<object | undefined> {
  const user = await read.users.get(userId)
  if (user === undefined) return undefined
  const [settings, privacy, authorizations, blocks, notify, password, saved, login, drafts, filters, scheduled, tags] =
    await Promise.all([
      read.accountSettings.get(userId),
      read.privacy.ofUsers([userId]),
      read.authorizations.ofUser(userId),
      read.blocks.page(userId, 'all', 0, Number.MAX_SAFE_INTEGER),
      read.notifySettings.list(userId, Number.MAX_SAFE_INTEGER),
      read.passwords.get(userId),
      read.contacts.saved(userId),
      read.loginEmails.get(userId),
      read.drafts.all(userId),
      read.dialogFilters.list(userId),
      read.scheduledMessages.all(userId),
      read.savedTags.list(userId),
    ])
  const { emojiStatus, color, profileColor, ...profile } = user
  const { globalPrivacy, reactionNotices, autoDownload, ...rest } = settings
  const devices = await Promise.all(
    authorizations.map(async ({ createdAt, activeAt, ip, authKeyId }) => {
      const client = (await read.authKeys.get(authKeyId))?.client
      const services = (await read.pushDevices.ofKey(authKeyId)).map(({ tokenType }) => tokenType)
      return { createdAt, activeAt, ip, client, pushServices: services }
    }),
  )
  return {
    ...profile,
    emojiStatus: emojiStatus && readStored('EmojiStatus', emojiStatus),
    color: color && readStored('PeerColor', color),
    profileColor: profileColor && readStored('PeerColor', profileColor),
    settings: {
      ...rest,
      globalPrivacy: globalPrivacy && readStored('GlobalPrivacySettings', globalPrivacy),
      reactionNotices: reactionNotices && readStored('ReactionsNotifySettings', reactionNotices),
      autoDownload: autoDownload && readStored('account.AutoDownloadSettings', autoDownload),
    },
    privacy: privacy.map((record) => ({ key: record.key, rules: rulesOf(record) })),
    devices,
    blocked: blocks,
    notifications: notify.map((row) => ({
      scope: scopeName(row.scope),
      settings: readStored('PeerNotifySettings', row.settings),
    })),
    twoStepPassword: password?.current !== undefined,
    recoveryEmail: password?.email,
    loginEmail: login?.email,
    drafts: drafts.map(({ peer, data }) => ({ peer, draft: readStored('DraftMessage', data) })),
    folders: filters.map(({ data }) => readStored('DialogFilter', data)),
    savedNumbers: saved,
    scheduled: scheduled.map(toScheduledMessage),
    photos: (await ownPhotos(read, userId)).map(({ id, date }) => ({ id, date })),
    savedTags: tags.map(({ reaction, title, count }) => ({ reaction: readStored('Reaction', reaction), title, count })),
  }
}

/** What the person shows and has shown of himself. */
async function ownPhotos(read: Reads, userId: UserId): Promise<api.photo[]> {
  const photos: api.photo[] = []
  for (const kind of ['shown', 'fallback'] as const) {
    for (const id of await read.peerPhotos.page({ peer: userId, kind }, 0, maxOwnPhotos)) {
      const stored = await read.photos.get(id)
      const photo = stored && readStored('Photo', stored.data, `photo ${id}`)
      if (photo?._ === 'photo') photos.push(photo)
    }
  }
  return photos
}

async function scheduledOf(read: Reads, userId: UserId): Promise<api.message[]> {
  return (await read.scheduledMessages.all(userId)).map(toScheduledMessage)
}

async function* peersOf(read: Reads, userId: UserId): AsyncGenerator<PeerId> {
  const seen = new Set<PeerId>()
  for (let offsetDate = 0, offsetId = 0, offsetPeer: PeerId | undefined; ; ) {
    const page = await read.dialogs.page(userId, { offsetDate, offsetId, offsetPeer, limit: perPage })
    for (const { peer } of page) {
      if (!seen.has(peer)) yield peer
      seen.add(peer)
    }
    const last = page.at(-1)
    if (last === undefined || page.length < perPage) break
    offsetDate = last.topDate
    offsetId = last.topMessage
    offsetPeer = last.peer
  }
  // What was written there stays when its author goes.
  for (let offset = 0; ; offset += perPage) {
    const { channels } = await read.channelMembers.left(userId, { offset, limit: perPage })
    yield* channels
    if (channels.length < perPage) return
  }
}

/** Numbers of 64 bits as decimal texts, bytes as hex. */
function json(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => {
    if (typeof field === 'bigint') return field.toString()
    return field instanceof Uint8Array ? toHex(field) : field
  })
}
