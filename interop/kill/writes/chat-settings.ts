import type { api } from '@chappe/tl-codec/api'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { BLOCKED, type Chat, inMine } from './chat.ts'
import { notice } from './marks.ts'

/** What is kept for a chat as a whole, and for the person in it. */
export function chatSettingPlans(chat: Chat): Plans {
  return [
    [3, () => draft(chat)],
    [2, () => toggle(chat, 'pinned')],
    [2, () => toggle(chat, 'marked')],
    [1, () => archive(chat)],
    [2, () => mute(chat)],
    [1, () => contact(chat)],
    [1, () => removeContact(chat)],
    [1, () => block(chat)],
    [1, () => period(chat)],
  ]
}

function factOf({ other }: Chat, what: string): string {
  return `chat ${other.index} / ${what}`
}

export function draft(chat: Chat): Write {
  const { me, peer, ledger, random } = chat
  const isThere = ledger.value(me.index, factOf(chat, 'draft')) !== undefined
  const message = isThere && random.chance(0.3) ? '' : chat.newName('d')
  return {
    kind: 'draft',
    changes: inMine(chat, factOf(chat, 'draft'), message || undefined),
    async perform() {
      await me.client.call({ _: 'messages.saveDraft', peer, message })
    },
  }
}

/** Pins the chat, or marks it as unread, or takes that back. */
function toggle(chat: Chat, what: 'pinned' | 'marked'): Write {
  const { me, ledger } = chat
  const peer: api.inputDialogPeer = { _: 'inputDialogPeer', peer: chat.peer }
  const on = ledger.value(me.index, factOf(chat, what)) === undefined
  return {
    kind: what === 'pinned' ? 'pin a chat' : 'mark a chat',
    changes: inMine(chat, factOf(chat, what), on ? 'yes' : undefined),
    async perform() {
      if (what === 'pinned') await me.client.call({ _: 'messages.toggleDialogPin', pinned: on, peer })
      else await me.client.call({ _: 'messages.markDialogUnread', unread: on, peer })
    },
  }
}

/** Only chats that make no noise stay in the archive when something comes in. */
function archive(chat: Chat): Write | undefined {
  const { me, peer, ledger } = chat
  if (ledger.value(me.index, factOf(chat, 'muted')) === undefined) return undefined
  const folderId = ledger.value(me.index, factOf(chat, 'folder')) === undefined ? 1 : 0
  const folder = inMine(chat, factOf(chat, 'folder'), folderId === 1 ? 'archive' : undefined)
  return {
    kind: 'archive',
    // Nothing stays pinned in a list that it is not in.
    changes: [...folder, ...inMine(chat, factOf(chat, 'pinned'), undefined)],
    async perform() {
      const folderPeers: api.InputFolderPeer[] = [{ _: 'inputFolderPeer', peer, folderId }]
      await me.client.call({ _: 'folders.editPeerFolders', folderPeers })
    },
  }
}

const FIRST_DAY = 2_000_000_000

function mute(chat: Chat): Write {
  const { me, peer, random, ledger } = chat
  const isArchived = ledger.value(me.index, factOf(chat, 'folder')) !== undefined
  const muteUntil = !isArchived && random.chance(0.3) ? 0 : FIRST_DAY + random.int(1_000_000)
  return {
    kind: 'mute',
    changes: inMine(chat, factOf(chat, 'muted'), muteUntil === 0 ? undefined : String(muteUntil)),
    async perform() {
      const settings: api.inputPeerNotifySettings = { _: 'inputPeerNotifySettings', muteUntil }
      await me.client.call({
        _: 'account.updateNotifySettings',
        peer: { _: 'inputNotifyPeer', peer },
        settings,
      })
    },
  }
}

function asUser({ peer: { userId, accessHash } }: Chat): api.inputUser {
  return { _: 'inputUser', userId, accessHash }
}

function contact(chat: Chat): Write {
  const name = chat.newName('Contact ')
  return {
    kind: 'add contact',
    changes: inMine(chat, `contact ${chat.other.index}`, name),
    async perform() {
      const as = { firstName: name, lastName: '', phone: '' }
      await chat.me.client.call({ _: 'contacts.addContact', id: asUser(chat), ...as })
    },
  }
}

function removeContact(chat: Chat): Write {
  return {
    kind: 'delete contact',
    changes: inMine(chat, `contact ${chat.other.index}`, undefined),
    async perform() {
      await chat.me.client.call({ _: 'contacts.deleteContacts', id: [asUser(chat)] })
    },
  }
}

function block(chat: Chat): Write {
  const { me, peer, ledger, other } = chat
  const isBlocked = ledger.value(me.index, `blocked ${other.index}`) !== undefined
  return {
    kind: isBlocked ? 'unblock' : 'block',
    changes: inMine(chat, `blocked ${other.index}`, isBlocked ? undefined : 'yes'),
    async perform() {
      await me.client.call(isBlocked ? { _: 'contacts.unblock', id: peer } : { _: 'contacts.block', id: peer })
    },
  }
}

/** While somebody is blocked nothing can be written to him, so that does not last. */
export function unblock(chat: Chat): Write | undefined {
  const isBlocked = chat.ledger.value(chat.me.index, `blocked ${chat.other.index}`) !== undefined
  return isBlocked && chat.random.chance(0.5) ? block(chat) : undefined
}

const DAY = 86_400

/** After which time messages of the chat delete themselves; one of the two sets it, so that they do not contend. */
function period(chat: Chat): Write | undefined {
  const { me, other, peer, ledger, random } = chat
  if (me.index > other.index) return undefined
  const fact = (with_: number): string => `chat ${with_} / period`
  const before = Number(ledger.value(me.index, fact(other.index)) ?? 0)
  const next = before === 0 ? DAY * (1 + random.int(300)) : 0
  const value = next === 0 ? undefined : String(next)
  const changes = [
    ...inMine(chat, fact(other.index), value),
    { person: other.index, fact: fact(me.index), value },
    ...notice(chat, 'period'),
  ]
  return {
    kind: 'auto-delete period',
    changes,
    doneBefore: ['CHAT_NOT_MODIFIED'],
    refusals: BLOCKED,
    async perform() {
      await me.client.call({ _: 'messages.setHistoryTTL', peer, period: next })
    },
  }
}
