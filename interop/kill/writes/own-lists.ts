import type { api } from '@chappe/tl-codec/api'
import type { Plans } from '../deck.ts'
import { showOrder } from '../facts.ts'
import type { Write } from '../traffic.ts'
import { muteAll, other, settle } from './account.ts'
import type { Chat } from './chat.ts'
import { draft } from './chat-settings.ts'
import type { Hermit } from './hermit.ts'

/** What stands in the lists of an account: pinned, saved, tagged, and as a default for all. */
export function ownListPlans(hermit: Hermit): Plans {
  return [
    [2, () => pin(hermit)],
    [2, () => reorder(hermit)],
    [2, () => pinSaved(hermit)],
    [2, () => reorderSaved(hermit)],
    [1, () => deleteSaved(hermit)],
    [2, () => draft(hermit.toReceiver)],
    [1, () => draft(hermit.toSelf)],
    [1, () => clearDrafts(hermit)],
    [1, () => defaultPeriod(hermit)],
    [1, () => muteAll(hermit)],
    [1, () => resetNotifications(hermit)],
    [1, () => defaultReaction(hermit)],
    [1, () => tag(hermit)],
    [1, () => emojiStatus(hermit)],
    [1, () => status(hermit)],
  ]
}

/** Those of the two chats, in the order of the list. */
function order({ me, ledger }: Hermit, fact: string): number[] {
  const shown = ledger.value(me.place, fact)
  return shown === undefined ? [] : shown.split(', ').map(Number)
}

function chats({ toReceiver, toSelf }: Hermit): readonly [Chat, Chat] {
  return [toReceiver, toSelf]
}

function dialogs(hermit: Hermit, places: readonly number[]): api.InputDialogPeer[] {
  return places.flatMap((place): api.InputDialogPeer[] => {
    const peer = hermit.me.names[place]
    return peer === undefined ? [] : [{ _: 'inputDialogPeer', peer }]
  })
}

const PINNED = 'pinned order'
const PINNED_SAVED = 'pinned saved order'

function pinnedChanges(hermit: Hermit, after: readonly number[]): Write['changes'] {
  const person = hermit.me.place
  const marks = chats(hermit).map(({ other }) => {
    return { person, fact: `chat ${other.place} / pinned`, value: after.includes(other.place) ? 'yes' : undefined }
  })
  return [{ person, fact: PINNED, value: showOrder(after) }, ...marks]
}

function pin(hermit: Hermit): Write | undefined {
  const { me, random } = hermit
  const place = random.pick(chats(hermit)).other.place
  const before = order(hermit, PINNED)
  const pinned = !before.includes(place)
  const after = pinned ? [place, ...before] : before.filter((one) => one !== place)
  const [peer] = dialogs(hermit, [place])
  if (peer === undefined) return undefined
  return {
    kind: 'pin one of all chats',
    changes: pinnedChanges(hermit, after),
    async perform() {
      await me.client.call({ _: 'messages.toggleDialogPin', pinned, peer })
    },
  }
}

function reorder(hermit: Hermit): Write {
  const { me } = hermit
  const after = shuffled(hermit).filter(() => hermit.random.chance(0.8))
  return {
    kind: 'order the pinned chats',
    changes: pinnedChanges(hermit, after),
    async perform() {
      const request = { folderId: 0, order: dialogs(hermit, after), force: true }
      await me.client.call({ _: 'messages.reorderPinnedDialogs', ...request })
    },
  }
}

function shuffled(hermit: Hermit): number[] {
  const places = chats(hermit).map(({ other: { place } }) => place)
  return hermit.random.chance(0.5) ? places : places.reverse()
}

function pinSaved(hermit: Hermit): Write | undefined {
  const place = hermit.random.pick(chats(hermit)).other.place
  const before = order(hermit, PINNED_SAVED)
  const pinned = !before.includes(place)
  const after = pinned ? [place, ...before] : before.filter((one) => one !== place)
  const [peer] = dialogs(hermit, [place])
  if (peer === undefined) return undefined
  const request = { _: 'messages.toggleSavedDialogPin', pinned, peer } as const
  return settle(hermit, 'pin a saved chat', PINNED_SAVED, showOrder(after), request)
}

function reorderSaved(hermit: Hermit): Write {
  const after = shuffled(hermit)
  const request = { _: 'messages.reorderPinnedSavedDialogs', order: dialogs(hermit, after), force: true } as const
  return settle(hermit, 'order the saved chats', PINNED_SAVED, showOrder(after), request)
}

/** All but the newest of what was saved from the chat with the receiver, so that it stays in the list. */
function deleteSaved({ me, ledger, toReceiver: { peer } }: Hermit): Write | undefined {
  const saved = ledger.names(me.place, 'message ').filter((fact) => fact.endsWith(` forwarded to ${me.place}`))
  const gone = saved.slice(0, -1)
  if (gone.length === 0) return undefined
  return {
    kind: 'delete what was saved',
    changes: gone.map((fact) => ({ person: me.place, fact, value: undefined })),
    async perform() {
      const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n }
      const shown = await me.client.call({ _: 'messages.getSavedHistory', peer, ...page })
      const [newest] = shown._ === 'messages.messagesNotModified' ? [] : shown.messages
      if (newest === undefined) throw new Error('nothing is saved, and something was')
      await me.client.call({ _: 'messages.deleteSavedHistory', peer, maxId: newest.id - 1 })
    },
  }
}

function clearDrafts(hermit: Hermit): Write {
  const { me } = hermit
  return {
    kind: 'clear all drafts',
    changes: chats(hermit).map(({ other: { place } }) => {
      return { person: me.place, fact: `chat ${place} / draft`, value: undefined }
    }),
    async perform() {
      await me.client.call({ _: 'messages.clearAllDrafts' })
    },
  }
}

const DAY = 86_400

function defaultPeriod(hermit: Hermit): Write {
  const period = hermit.random.chance(0.3) ? 0 : DAY * (1 + hermit.random.int(300))
  const request = { _: 'messages.setDefaultHistoryTTL', period } as const
  return settle(hermit, 'period of new chats', 'default period', String(period), request)
}

function resetNotifications(hermit: Hermit): Write {
  return settle(hermit, 'reset notifications', 'all muted', undefined, { _: 'account.resetNotifySettings' })
}

const EMOJI = ['👍', '❤', '🔥'] as const

function defaultReaction(hermit: Hermit): Write {
  const emoticon = hermit.random.pick(EMOJI)
  const request = { _: 'messages.setDefaultReaction', reaction: { _: 'reactionEmoji', emoticon } } as const
  return settle(hermit, 'default reaction', 'default reaction', emoticon, request)
}

/** Tags the first of the notes, which nothing deletes, and gives the tag a title. */
function tag(hermit: Hermit): Write | undefined {
  const { me, toSelf } = hermit
  const note = toSelf.letters.pick()
  if (note === undefined) return undefined
  const title = hermit.newName('t')
  const reaction: api.reactionEmoji = { _: 'reactionEmoji', emoticon: '👍' }
  return {
    kind: 'title a tag',
    changes: [{ person: me.place, fact: 'tag', value: title }],
    async perform() {
      const tagging = { peer: toSelf.peer, msgId: note.id, reaction: [reaction] }
      await me.client.call({ _: 'messages.sendReaction', ...tagging }).catch((error: Error) => {
        if (!error.message.includes('MESSAGE_NOT_MODIFIED')) throw error
      })
      await me.client.call({ _: 'messages.updateSavedReactionTag', reaction, title })
    },
  }
}

function emojiStatus(hermit: Hermit): Write {
  const documentId = BigInt(1 + hermit.random.int(1000))
  const emojiStatus: api.EmojiStatus = { _: 'emojiStatus', documentId }
  const request = { _: 'account.updateEmojiStatus', emojiStatus } as const
  return settle(hermit, 'emoji status', 'emoji status', String(documentId), request)
}

/** Whether somebody is there is over with the connection anyway. */
function status(hermit: Hermit): Write {
  const offline = other(hermit, 'offline')
  return {
    kind: 'status',
    changes: [],
    async perform() {
      await hermit.me.client.call({ _: 'account.updateStatus', offline })
    },
  }
}
