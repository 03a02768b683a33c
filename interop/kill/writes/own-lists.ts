import type { api } from '@chappe/tl-codec/api'
import { builtInSet } from '../../../packages/server/src/built-in/sets.ts'
import { showOrder } from '../facts.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import { muteAll, other, setFact } from './account.ts'
import type { Chat } from './chat.ts'
import { draft } from './chat-settings.ts'
import type { SoloAccount } from './solo-account.ts'

/** What stands in the lists of an account: pinned, saved, tagged, and as a default for all. */
export function ownListPlans(solo: SoloAccount): Plans {
  return [
    [2, () => pin(solo)],
    [2, () => reorder(solo)],
    [2, () => pinSaved(solo)],
    [2, () => reorderSaved(solo)],
    [1, () => deleteSaved(solo)],
    [2, () => draft(solo.toReceiver)],
    [1, () => draft(solo.toSelf)],
    [1, () => clearDrafts(solo)],
    [1, () => defaultPeriod(solo)],
    [1, () => muteAll(solo)],
    [1, () => resetNotifications(solo)],
    [1, () => defaultReaction(solo)],
    [1, () => tag(solo)],
    [1, () => emojiStatus(solo)],
    [1, () => status(solo)],
  ]
}

/** Those of the two chats, in the order of the list. */
function order({ me, ledger }: SoloAccount, fact: string): number[] {
  const shown = ledger.value(me.index, fact)
  return shown === undefined ? [] : shown.split(', ').map(Number)
}

function chats({ toReceiver, toSelf }: SoloAccount): readonly [Chat, Chat] {
  return [toReceiver, toSelf]
}

function dialogs(solo: SoloAccount, indexes: readonly number[]): api.InputDialogPeer[] {
  return indexes.flatMap((index): api.InputDialogPeer[] => {
    const peer = solo.me.names[index]
    return peer === undefined ? [] : [{ _: 'inputDialogPeer', peer }]
  })
}

const PINNED = 'pinned order'
const PINNED_SAVED = 'pinned saved order'

function pinnedChanges(solo: SoloAccount, after: readonly number[]): Write['changes'] {
  const person = solo.me.index
  const marks = chats(solo).map(({ other }) => {
    return { person, fact: `chat ${other.index} / pinned`, value: after.includes(other.index) ? 'yes' : undefined }
  })
  return [{ person, fact: PINNED, value: showOrder(after) }, ...marks]
}

function pin(solo: SoloAccount): Write | undefined {
  const { me, random } = solo
  const index = random.pick(chats(solo)).other.index
  const before = order(solo, PINNED)
  const pinned = !before.includes(index)
  const after = pinned ? [index, ...before] : before.filter((one) => one !== index)
  const [peer] = dialogs(solo, [index])
  if (peer === undefined) return undefined
  return {
    kind: 'pin one of all chats',
    changes: pinnedChanges(solo, after),
    async perform() {
      await me.client.call({ _: 'messages.toggleDialogPin', pinned, peer })
    },
  }
}

function reorder(solo: SoloAccount): Write {
  const { me } = solo
  const after = shuffled(solo).filter(() => solo.random.chance(0.8))
  return {
    kind: 'order the pinned chats',
    changes: pinnedChanges(solo, after),
    async perform() {
      const request = { folderId: 0, order: dialogs(solo, after), force: true }
      await me.client.call({ _: 'messages.reorderPinnedDialogs', ...request })
    },
  }
}

function shuffled(solo: SoloAccount): number[] {
  const indexes = chats(solo).map(({ other: { index } }) => index)
  return solo.random.chance(0.5) ? indexes : indexes.reverse()
}

function pinSaved(solo: SoloAccount): Write | undefined {
  const index = solo.random.pick(chats(solo)).other.index
  const before = order(solo, PINNED_SAVED)
  const pinned = !before.includes(index)
  const after = pinned ? [index, ...before] : before.filter((one) => one !== index)
  const [peer] = dialogs(solo, [index])
  if (peer === undefined) return undefined
  const request = { _: 'messages.toggleSavedDialogPin', pinned, peer } as const
  return setFact(solo, 'pin a saved chat', PINNED_SAVED, showOrder(after), request)
}

function reorderSaved(solo: SoloAccount): Write {
  const after = shuffled(solo)
  const request = { _: 'messages.reorderPinnedSavedDialogs', order: dialogs(solo, after), force: true } as const
  return setFact(solo, 'order the saved chats', PINNED_SAVED, showOrder(after), request)
}

/** All but the newest of what was saved from the chat with the receiver, so that it stays in the list. */
function deleteSaved({ me, ledger, toReceiver: { peer } }: SoloAccount): Write | undefined {
  const saved = ledger.names(me.index, 'message ').filter((fact) => fact.endsWith(` forwarded to ${me.index}`))
  const gone = saved.slice(0, -1)
  if (gone.length === 0) return undefined
  return {
    kind: 'delete what was saved',
    changes: gone.map((fact) => ({ person: me.index, fact, value: undefined })),
    async perform() {
      const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n }
      const shown = await me.client.call({ _: 'messages.getSavedHistory', peer, ...page })
      const [newest] = shown._ === 'messages.messagesNotModified' ? [] : shown.messages
      if (newest === undefined) throw new Error('nothing is saved, and something was')
      await me.client.call({ _: 'messages.deleteSavedHistory', peer, maxId: newest.id - 1 })
    },
  }
}

function clearDrafts(solo: SoloAccount): Write {
  const { me } = solo
  return {
    kind: 'clear all drafts',
    changes: chats(solo).map(({ other: { index } }) => {
      return { person: me.index, fact: `chat ${index} / draft`, value: undefined }
    }),
    async perform() {
      await me.client.call({ _: 'messages.clearAllDrafts' })
    },
  }
}

const DAY = 86_400

function defaultPeriod(solo: SoloAccount): Write {
  const period = solo.random.chance(0.3) ? 0 : DAY * (1 + solo.random.int(300))
  const request = { _: 'messages.setDefaultHistoryTTL', period } as const
  return setFact(solo, 'period of new chats', 'default period', String(period), request)
}

function resetNotifications(solo: SoloAccount): Write {
  return setFact(solo, 'reset notifications', 'all muted', undefined, { _: 'account.resetNotifySettings' })
}

const EMOJI = ['👍', '❤', '🔥'] as const

function defaultReaction(solo: SoloAccount): Write {
  const emoticon = solo.random.pick(EMOJI)
  const request = { _: 'messages.setDefaultReaction', reaction: { _: 'reactionEmoji', emoticon } } as const
  return setFact(solo, 'default reaction', 'default reaction', emoticon, request)
}

/** Tags the first of the notes, which nothing deletes, and gives the tag a title. */
function tag(solo: SoloAccount): Write | undefined {
  const { me, toSelf } = solo
  const note = toSelf.messages.pick()
  if (note === undefined) return undefined
  const title = solo.newName('t')
  const reaction: api.reactionEmoji = { _: 'reactionEmoji', emoticon: '👍' }
  return {
    kind: 'title a tag',
    changes: [{ person: me.index, fact: 'tag', value: title }],
    async perform() {
      const tagging = { peer: toSelf.peer, msgId: note.id, reaction: [reaction] }
      await me.client.call({ _: 'messages.sendReaction', ...tagging }).catch((error: Error) => {
        if (!error.message.includes('MESSAGE_NOT_MODIFIED')) throw error
      })
      await me.client.call({ _: 'messages.updateSavedReactionTag', reaction, title })
    },
  }
}

/** Nothing but a custom emoji is taken. */
export const statuses: readonly bigint[] = builtInSet('inputStickerSetEmojiDefaultStatuses').documents.map(
  ({ id }) => id,
)

function emojiStatus(solo: SoloAccount): Write {
  const documentId = statuses[solo.random.int(statuses.length)]
  if (documentId === undefined) throw new TypeError('the server draws statuses')
  const emojiStatus: api.EmojiStatus = { _: 'emojiStatus', documentId }
  const request = { _: 'account.updateEmojiStatus', emojiStatus } as const
  return setFact(solo, 'emoji status', 'emoji status', String(documentId), request)
}

/** Being online ends with the connection, so nothing is noted. */
function status(solo: SoloAccount): Write {
  const offline = other(solo, 'offline')
  return {
    kind: 'status',
    changes: [],
    async perform() {
      await solo.me.client.call({ _: 'account.updateStatus', offline })
    },
  }
}
