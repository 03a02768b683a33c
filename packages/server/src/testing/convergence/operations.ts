import type { api } from '@chappe/tl-codec/api'
import type { BoxId } from '../../ids.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import { asUser } from '../ids.ts'
import type { TestServer } from '../test-server.ts'
import type { Operation } from './arbitrary-operations.ts'
import type { Device } from './device.ts'
import { keyOf, type NamedPeer } from './device-view.ts'
import type { Model } from './model.ts'

/** The three users of a run: how each names each, by the place of both, and last the group that all are in at first. */
export interface World {
  readonly server: TestServer
  /** Brings from one server to another some of what is on its way, if there are several. */
  readonly bring: () => Promise<void>
  readonly devices: readonly Device[]
  readonly model: Model
  readonly peers: readonly (readonly NamedPeer[])[]
  /** How often each kind of operation was carried out. */
  readonly counts: Map<string, number>
  nextRandomId(): bigint
}

/** Devices 0 and 1 are of the first user, and so on. */
export function userOf(deviceIndex: number): number {
  return Math.floor(deviceIndex / 2)
}

export async function perform(world: World, operation: Operation): Promise<void> {
  // Much happens within one second.
  world.server.clock.now += 300
  await world.bring()
  if (operation.kind === 'wait') {
    world.server.clock.now += operation.seconds * 1000
    return
  }
  if (operation.kind === 'forget') {
    await forgetChanges(world, operation.keep)
    count(world, operation.kind)
    return
  }
  const device = world.devices[operation.device]
  if (device === undefined) throw new TypeError('there are six devices')
  switch (operation.kind) {
    case 'receive':
      if (device.isOnline) await device.receive()
      return
    case 'lose':
      device.lose()
      return
    case 'copy':
      device.copy()
      return
    case 'restore':
      await device.restore()
      count(world, operation.kind)
      return
    case 'askInVain':
      if (!device.isOnline) return
      await device.askInVain()
      count(world, operation.kind)
      return
    case 'offline':
      device.goOffline()
      return
    case 'online':
      await device.goOnline()
      return
    default:
      if (!device.isOnline) return
  }
  try {
    if (await act(world, device, operation)) count(world, operation.kind)
  } catch (error) {
    // A device that is behind asks for what is no longer possible.
    if (!(error instanceof RpcError) || error.code < 400 || error.code >= 500) throw error
  }
}

function count({ counts }: World, kind: Operation['kind']): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1)
}

async function forgetChanges({ server, devices }: World, keep: number): Promise<void> {
  // Earlier runs left boxes of their own before these.
  let from: BoxId | undefined = asUser(Math.min(...devices.map(({ self }) => Number(self))))
  const before = Number.MAX_SAFE_INTEGER
  do from = await server.store.transaction((tx) => tx.boxes.forgetEvents({ from, before, keep, limit: 5 }))
  while (from !== undefined)
}

type Action = Exclude<
  Operation,
  {
    readonly kind: 'receive' | 'lose' | 'offline' | 'online' | 'copy' | 'restore' | 'askInVain' | 'wait' | 'forget'
  }
>

/** Does what a person does with a device, as far as that device knows how things stand; false if there was nothing to do. */
async function act(world: World, device: Device, operation: Action): Promise<boolean> {
  const { model } = world
  const { client, self, view } = device
  const names = world.peers[userOf(operation.device)] ?? []
  if (operation.kind === 'reorder') {
    const order = operation.order.map((index) => chosen(names, index))
    const wanted = order.map(keyOf)
    const input = order.map((peer): api.InputDialogPeer => ({ _: 'inputDialogPeer', peer }))
    await client.call({ _: 'messages.reorderPinnedDialogs', folderId: 0, force: operation.flag, order: input })
    model.reorder(self, 0, wanted, operation.flag)
    return true
  }
  if (isOfGroup(operation)) return changeGroup(world, device, operation)
  const peer = chosen(names, operation.peer)
  const userId = keyOf(peer)
  const dialog: api.InputDialogPeer = { _: 'inputDialogPeer', peer }
  const known = view.messagesWith(userId)
  switch (operation.kind) {
    case 'send': {
      const { text } = operation
      const date = now(world)
      const randomId = world.nextRandomId()
      const answer = await client.call({ _: 'messages.sendMessage', peer, message: text, randomId })
      model.send(self, userId, text, date)
      if (answer._ !== 'updateShortSentMessage') {
        await device.take(answer)
        return true
      }
      const { id } = answer
      const fromId: api.Peer = { _: 'peerUser', userId: self }
      const peerId: api.Peer =
        peer._ === 'inputPeerChat' ? { _: 'peerChat', chatId: peer.chatId } : { _: 'peerUser', userId }
      const message: api.message = { _: 'message', id, out: true, fromId, peerId, message: text, date: answer.date }
      await device.settle(answer, () => view.apply({ ...answer, _: 'updateNewMessage', message }))
      return true
    }
    case 'edit': {
      const { text } = operation
      const own = known.filter((message) => message._ === 'message' && (message.out || userId === self))
      const message = own[operation.at % (own.length || 1)]
      if (message === undefined) return false
      const answer = await client.call({ _: 'messages.editMessage', peer, id: message.id, message: text })
      model.edit(self, message.id, text)
      await device.take(answer)
      return true
    }
    case 'react': {
      const message = known[operation.at % (known.length || 1)]
      if (message?._ !== 'message') return false
      const emoticon = reactions[operation.text.charCodeAt(0) % reactions.length] ?? ''
      const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon }]
      const answer = await client.call({ _: 'messages.sendReaction', peer, msgId: message.id, reaction })
      model.react(self, message.id, emoticon)
      await device.take(answer)
      return true
    }
    case 'forward': {
      const message = known[operation.at % (known.length || 1)]
      if (message?._ !== 'message') return false
      const toPeer = chosen(names, (operation.peer + 1) % names.length)
      const [date, randomId] = [now(world), [world.nextRandomId()]]
      const id = [message.id]
      const answer = await client.call({ _: 'messages.forwardMessages', fromPeer: peer, id, randomId, toPeer })
      model.forward(self, message.id, keyOf(toPeer), date)
      await device.take(answer)
      return true
    }
    case 'pinMessage': {
      const message = known[operation.at % (known.length || 1)]
      if (message?._ !== 'message') return false
      const [unpin, pmOneside] = [message.pinned === true, operation.flag && peer._ === 'inputPeerUser']
      const date = now(world)
      const answer = await client.call({ _: 'messages.updatePinnedMessage', peer, id: message.id, unpin, pmOneside })
      model.pinMessage(self, message.id, !unpin, pmOneside, date)
      await device.take(answer)
      return true
    }
    case 'draft':
      await client.call({ _: 'messages.saveDraft', peer, message: operation.at === 0 ? '' : operation.text })
      model.draft(self, userId, operation.at === 0 ? '' : operation.text)
      view.setDraft(userId, operation.at === 0 ? '' : operation.text)
      return true
    case 'delete': {
      const start = operation.at % (known.length || 1)
      const ids = known.slice(start, start + 2).map(({ id }) => id)
      if (ids.length === 0) return false
      const revoke = operation.flag
      const answer = await client.call({ _: 'messages.deleteMessages', id: ids, revoke })
      model.delete(self, ids, revoke)
      await device.settle(answer, () => view.apply({ ...answer, _: 'updateDeleteMessages', messages: ids }))
      return true
    }
    case 'deleteChat': {
      const revoke = operation.flag
      const answer = await client.call({ _: 'messages.deleteHistory', peer, maxId: 0, revoke })
      model.deleteChat(self, userId, revoke)
      const messages = known.map(({ id }) => id)
      await device.settle(answer, () => view.apply({ _: 'updateDeleteMessages', messages, pts: 0, ptsCount: 0 }))
      return true
    }
    case 'read': {
      const maxId = operation.flag ? 0 : (known[operation.at % (known.length || 1)]?.id ?? 0)
      const answer = await client.call({ _: 'messages.readHistory', peer, maxId })
      model.read(self, userId, maxId)
      await device.settle(answer, () => view.read(userId, maxId))
      return true
    }
    case 'pin': {
      const pinned = !view.isPinned(userId)
      await client.call({ _: 'messages.toggleDialogPin', pinned, peer: dialog })
      model.pin(self, userId, pinned)
      view.setPinned(userId, view.folderOf(userId), pinned)
      return true
    }
    case 'pinSaved': {
      const pinned = !view.isPinnedSaved(userId)
      await client.call({ _: 'messages.toggleSavedDialogPin', pinned, peer: dialog })
      model.pinSaved(self, userId, pinned)
      view.setPinnedSaved(userId, pinned)
      return true
    }
    case 'archive': {
      const folderId = operation.flag ? 1 : 0
      const folderPeers: api.InputFolderPeer[] = [{ _: 'inputFolderPeer', peer, folderId }]
      const answer = await client.call({ _: 'folders.editPeerFolders', folderPeers })
      model.move(self, userId, folderId)
      await device.take(answer)
      return true
    }
    case 'mute': {
      const settings: api.inputPeerNotifySettings = {
        _: 'inputPeerNotifySettings',
        muteUntil: operation.flag ? muteForever : 0,
      }
      await client.call({ _: 'account.updateNotifySettings', peer: { _: 'inputNotifyPeer', peer }, settings })
      model.mute(self, userId, operation.flag)
      view.setMuted(userId, operation.flag)
      return true
    }
    case 'mark':
      await client.call({ _: 'messages.markDialogUnread', unread: operation.flag, peer: dialog })
      model.markUnread(self, userId, operation.flag)
      view.setUnreadMark(userId, operation.flag)
      return true
  }
}

const muteForever = 2 ** 31 - 1

/** Emoji that messages may be reacted to with. */
const reactions = ['👍', '❤', '🔥'] as const

function now({ server }: World): number {
  return Math.floor(server.clock.now / 1000)
}

function chosen(names: readonly NamedPeer[], index: number): NamedPeer {
  const name = names[index]
  if (name === undefined) throw new TypeError('each user names three and a group')
  return name
}

type GroupAction = Extract<Action, { readonly kind: 'rename' | 'add' | 'remove' | 'leave' }>

function isOfGroup(operation: Action): operation is GroupAction {
  return /^(rename|add|remove|leave)$/.test(operation.kind)
}

/** Changes what the group is called, or who is in it. */
async function changeGroup(world: World, device: Device, operation: GroupAction): Promise<boolean> {
  const { model } = world
  const { client, self } = device
  const names = world.peers[userOf(operation.device)] ?? []
  const group = names.find((name) => name._ === 'inputPeerChat')
  if (group === undefined) throw new TypeError('there is a group')
  const { chatId } = group
  const [key, date] = [keyOf(group), now(world)]
  switch (operation.kind) {
    case 'rename': {
      const answer = await client.call({ _: 'messages.editChatTitle', chatId, title: operation.text })
      model.rename(self, key, operation.text, date)
      await device.take(answer)
      return true
    }
    case 'add': {
      const who = names[operation.who]
      if (who?._ !== 'inputPeerUser') return false
      const userId: api.inputUser = { ...who, _: 'inputUser' }
      const answer = await client.call({ _: 'messages.addChatUser', chatId, userId, fwdLimit: 0 })
      model.join(self, key, who.userId, date)
      await device.take(answer.updates)
      return true
    }
    case 'remove':
    case 'leave': {
      const who = operation.kind === 'leave' ? names.find((name) => keyOf(name) === self) : names[operation.who]
      if (who?._ !== 'inputPeerUser') return false
      const answer = await client.call({ _: 'messages.deleteChatUser', chatId, userId: { ...who, _: 'inputUser' } })
      model.leave(self, key, who.userId, date)
      await device.take(answer)
      return true
    }
  }
}
