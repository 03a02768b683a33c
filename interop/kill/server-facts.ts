import { type Client, RpcError } from '@chappe/client'
import type { api } from '@chappe/tl-codec/api'
import type { Asked, Note } from './asked.ts'
import {
  type Facts,
  type IndexOf,
  messageFacts,
  noticeFact,
  PRIVACY_KEYS,
  privacyFact,
  showFilters,
  showRules,
} from './facts.ts'
import { noteSoloAccount } from './solo-account-facts.ts'

/** What the server says that a person has, and what in it has been read. */
export interface ServerState {
  readonly facts: Facts
  readonly pts: number
  readonly qts: number
  /** By the other person's index: the numbers of the messages that came in, and up to which one they are read. */
  readonly incoming: ReadonlyMap<number, { readonly ids: readonly number[]; readonly readTo: number }>
}

/** Asks for everything by the methods that show it. */
export async function serverState(client: Client, asked: Asked): Promise<ServerState> {
  const { names, indexOf, guests, alone } = asked
  const facts: Facts = new Map()
  const note = (fact: string, value: string | undefined): void => {
    if (value !== undefined) facts.set(fact, facts.has(fact) ? `${facts.get(fact)} TWICE ${value}` : value)
  }
  const [incoming, state] = await Promise.all([
    noteChats(client, names, indexOf, note),
    client.call({ _: 'updates.getState' }),
    noteScheduled(client, names, note),
    notePeople(client, indexOf, note),
    noteAccount(client, note),
    noteSecurity(client, note),
    noteGuests(client, guests, note),
    alone === undefined ? undefined : noteSoloAccount(client, asked, note),
  ])
  return { facts, incoming, pts: state.pts, qts: state.qts }
}

async function noteChats(
  client: Client,
  names: readonly api.inputPeerUser[],
  indexOf: IndexOf,
  note: Note,
): Promise<ServerState['incoming']> {
  const peers = names.map((peer): api.InputDialogPeer => ({ _: 'inputDialogPeer', peer }))
  const { dialogs } = await client.call({ _: 'messages.getPeerDialogs', peers })
  const incoming = new Map<number, { ids: number[]; readTo: number }>()
  for (const dialog of dialogs) {
    if (dialog._ !== 'dialog' || dialog.peer._ !== 'peerUser') throw new TypeError('all chats are with people')
    const chat = indexOf(dialog.peer.userId)
    const { draft, notifySettings, ttlPeriod } = dialog
    note(`chat ${chat} / draft`, draft?._ === 'draftMessage' ? draft.message : undefined)
    note(`chat ${chat} / pinned`, dialog.pinned ? 'yes' : undefined)
    note(`chat ${chat} / folder`, dialog.folderId === 1 ? 'archive' : undefined)
    note(`chat ${chat} / marked`, dialog.unreadMark ? 'yes' : undefined)
    note(`chat ${chat} / muted`, notifySettings.muteUntil ? String(notifySettings.muteUntil) : undefined)
    note(`chat ${chat} / period`, ttlPeriod === undefined ? undefined : String(ttlPeriod))
    incoming.set(chat, { ids: [], readTo: dialog.readInboxMaxId })
  }
  const notices = new Map<string, number>()
  for (const [chat, peer] of names.entries()) {
    for await (const message of client.history(peer)) {
      if (!message.out) incoming.get(chat)?.ids.push(message.id)
      if (message._ === 'message') {
        for (const [fact, value] of messageFacts(message, chat, indexOf)) note(fact, value)
      } else {
        const name = noticeFact(message, chat, indexOf)
        if (name !== undefined) notices.set(name, (notices.get(name) ?? 0) + 1)
      }
    }
  }
  for (const [name, times] of notices) note(name, String(times))
  return incoming
}

async function noteScheduled(client: Client, names: readonly api.inputPeerUser[], note: Note): Promise<void> {
  for (const peer of names) {
    const waiting = await client.call({ _: 'messages.getScheduledHistory', peer, hash: 0n })
    if (waiting._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
    for (const message of waiting.messages) {
      if (message._ === 'message') note(`scheduled ${message.message.split(' ')[0]}`, message.message)
    }
  }
}

async function notePeople(client: Client, indexOf: IndexOf, note: Note): Promise<void> {
  const contacts = await client.call({ _: 'contacts.getContacts', hash: 0n })
  if (contacts._ === 'contacts.contactsNotModified') throw new TypeError('no hash was given')
  for (const { userId } of contacts.contacts) {
    const user = contacts.users.find(({ id }) => id === userId)
    if (user?._ === 'user') note(`contact ${indexOf(userId)}`, user.firstName)
  }
  const { blocked } = await client.call({ _: 'contacts.getBlocked', offset: 0, limit: 100 })
  for (const { peerId } of blocked) if (peerId._ === 'peerUser') note(`blocked ${indexOf(peerId.userId)}`, 'yes')
}

async function noteAccount(client: Client, note: Note): Promise<void> {
  const { fullUser, users } = await client.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
  const self = users.find((user) => user._ === 'user' && user.self)
  if (self?._ !== 'user') throw new TypeError('a user sees itself')
  note('name', self.firstName)
  note('username', self.username)
  note('about', fullUser.about)
  note('birthday', fullUser.birthday === undefined ? undefined : String(fullUser.birthday.day))
  for (const key of PRIVACY_KEYS) {
    const { rules } = await client.call({ _: 'account.getPrivacy', key: { _: key } })
    note(privacyFact(key), showRules(rules))
  }
  const notify = await client.call({ _: 'account.getNotifySettings', peer: { _: 'inputNotifyUsers' } })
  note('all muted', notify.muteUntil ? String(notify.muteUntil) : undefined)
  const { days } = await client.call({ _: 'account.getAccountTTL' })
  note('account period', String(days))
  note('sign-up notices', String(await client.call({ _: 'account.getContactSignUpNotification' })))
  const { showPreviews } = await client.call({ _: 'account.getReactionsNotifySettings' })
  note('previews of reactions', String(showPreviews))
  const { low } = await client.call({ _: 'account.getAutoDownloadSettings' })
  note('size of photos', String(low.photoSizeMax))
  note('colour', self.color?._ === 'peerColor' ? self.color.color?.toString() : undefined)
  const { sensitiveEnabled } = await client.call({ _: 'account.getContentSettings' })
  note('sensitive content', sensitiveEnabled ? 'yes' : undefined)
  const { keepArchivedUnmuted } = await client.call({ _: 'account.getGlobalPrivacySettings' })
  note('archive kept', keepArchivedUnmuted ? 'yes' : undefined)
  const correspondents = { correspondents: true, offset: 0, limit: 1, hash: 0n }
  const top = await client.call({ _: 'contacts.getTopPeers', ...correspondents })
  note('top peers off', top._ === 'contacts.topPeersDisabled' ? 'yes' : undefined)
  const { filters } = await client.call({ _: 'messages.getDialogFilters' })
  note('filters', showFilters(filters))
}

async function noteSecurity(client: Client, note: Note): Promise<void> {
  const { authorizations, authorizationTtlDays } = await client.call({ _: 'account.getAuthorizations' })
  note('sessions period', String(authorizationTtlDays))
  for (const { deviceModel } of authorizations) note(`session ${deviceModel}`, 'here')
  const password = await client.call({ _: 'account.getPassword' })
  note('password', password.hasPassword ? password.hint : undefined)
  note('unconfirmed e-mail', password.emailUnconfirmedPattern === undefined ? undefined : 'yes')
  note('recovery e-mail', password.hasRecovery ? 'yes' : undefined)
  note('password reset', password.pendingResetDate === undefined ? undefined : 'pending')
}

async function noteGuests(client: Client, guests: readonly string[], note: Note): Promise<void> {
  for (const phone of guests) {
    try {
      await client.call({ _: 'contacts.resolvePhone', phone })
      note(`guest ${phone}`, 'here')
    } catch (error) {
      if (!(error instanceof RpcError) || error.type !== 'PHONE_NOT_OCCUPIED') throw error
    }
  }
}
