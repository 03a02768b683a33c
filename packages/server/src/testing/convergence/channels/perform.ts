import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../../ids.ts'
import { toChannelId } from '../../../peers/peer-id.ts'
import { RpcError } from '../../../rpc/rpc-error.ts'
import type { TestServer } from '../../test-server.ts'
import type { ChannelDevice } from './device.ts'
import { ChannelModel } from './model.ts'
import type { Action, Operation } from './operations.ts'

/**
 * Three users with two devices each, and two channels that the first one made and all are in at first; and a basic group of
 * all, which becomes a third one.
 */
export interface World {
  readonly server: TestServer
  /** Brings from one server to another some of what is on its way, if there are several. */
  readonly bring: () => Promise<void>
  /** Those of one user are neighbours. */
  readonly devices: readonly ChannelDevice[]
  readonly channels: Channel[]
  readonly groupId: bigint
  /** How often each kind of operation was carried out. */
  readonly counts: Map<string, number>
  /** As one user names another, both by their places. */
  nameOf(viewer: number, user: number): api.inputUser
  nextRandomId(): bigint
  /** The lowest box of a user of this run: those of runs before come before them. */
  readonly firstUser: UserId
}

export interface Channel {
  readonly id: bigint
  readonly model: ChannelModel
}

interface Migrating extends Pick<ChannelDevice, 'client' | 'self'> {
  readonly take: (answer: api.Updates) => Promise<void>
}

const texts = ['a', 'b', 'c', 'd', 'e'] as const

export async function perform(world: World, operation: Operation): Promise<void> {
  const { server, devices, bring, counts } = world
  // Much happens within one second.
  server.clock.now += 300
  await bring()
  const count = (): void => void counts.set(operation.kind, (counts.get(operation.kind) ?? 0) + 1)
  if (operation.kind === 'wait') {
    server.clock.now += operation.seconds * 1000
    return
  }
  if (operation.kind === 'forget') {
    await forgetChanges(world, operation.keep)
    return count()
  }
  const device = devices[operation.device]
  if (device === undefined) throw new TypeError('there are six devices')
  switch (operation.kind) {
    case 'receive':
      if (device.isOnline) await device.receive()
      return
    case 'lose':
      return device.lose()
    case 'copy':
      return device.copy()
    case 'restore':
      await device.restore()
      return count()
    case 'askInVain':
      if (!device.isOnline) return
      await device.askInVain()
      return count()
    case 'offline':
      return device.goOffline()
    case 'online':
      return device.goOnline()
    default:
      if (!device.isOnline) return
  }
  try {
    if (operation.kind === 'migrate') {
      const { client, self } = device
      if (await migrate(world, { client, self, take: (answer) => device.take(answer) })) count()
      return
    }
    if (await act(world, device, operation)) count()
  } catch (error) {
    // Not everybody may do everything, and a device that is behind asks for what is no longer possible.
    if (!(error instanceof RpcError) || error.code < 400 || error.code >= 500) throw error
  }
}

async function forgetChanges({ server, channels, firstUser }: World, keep: number): Promise<void> {
  const before = Number.MAX_SAFE_INTEGER
  for (const { id } of channels) {
    const from = toChannelId(id)
    await server.store.transaction((tx) => tx.boxes.forgetEvents({ from, before, keep, limit: 1 }))
  }
  await server.store.transaction((tx) => tx.boxes.forgetEvents({ from: firstUser, before, keep, limit: 3 }))
}

/** The first user makes a supergroup of the group, once. */
async function migrate(
  { server, channels, groupId, devices }: World,
  { client, self, take }: Migrating,
): Promise<boolean> {
  if (channels.length > 2) return false
  const answer = await client.call({ _: 'messages.migrateChat', chatId: groupId })
  const made = ('chats' in answer ? answer.chats : []).find((chat) => chat._ === 'channel')
  if (made === undefined) throw new TypeError('what was made is shown')
  const members = [0, 2, 4].flatMap((at) => devices[at]?.self ?? [])
  const model = ChannelModel.ofGroup(self, members, 'group', Math.floor(server.clock.now / 1000))
  channels.push({ id: made.id, model })
  await take(answer)
  return true
}

/** Does what a person does with a device, as far as that device knows how things stand; false if there was nothing to do. */
async function act(world: World, device: ChannelDevice, operation: Action): Promise<boolean> {
  const place = world.channels[operation.channel]
  // The third one is not yet made, or the device has not heard of it.
  if (place === undefined || !device.knows(place.id)) return false
  const { id, model } = place
  const { client, self } = device
  const channel = device.nameOf(id)
  const peer: api.inputPeerChannel = { ...channel, _: 'inputPeerChannel' }
  const date = Math.floor(world.server.clock.now / 1000)
  const known = device.messagesIn(id)
  switch (operation.kind) {
    case 'post': {
      const message = texts[operation.at % texts.length] ?? ''
      const request = { peer, message, randomId: world.nextRandomId() }
      const answer = await client.call({ _: 'messages.sendMessage', ...request })
      model.post(self, message, date)
      await device.take(answer)
      return true
    }
    case 'edit': {
      const own = known.filter((message) => message._ === 'message' && message.out === true)
      const message = own[operation.at % (own.length || 1)]
      if (message === undefined) return false
      const text = texts[(operation.at + 1) % texts.length] ?? ''
      const answer = await client.call({ _: 'messages.editMessage', peer, id: message.id, message: text })
      model.edit(message.id, text)
      await device.take(answer)
      return true
    }
    case 'delete': {
      const start = operation.at % (known.length || 1)
      const ids = known.slice(start, start + 2).map((message) => message.id)
      if (ids.length === 0) return false
      const answer = await client.call({ _: 'channels.deleteMessages', channel, id: ids })
      model.delete(ids)
      await device.settle(id, answer, () => device.removeMessages(id, ids))
      return true
    }
    case 'pin': {
      const said = known.filter((message) => message._ === 'message')
      const message = said[operation.at % (said.length || 1)]
      if (message === undefined) return false
      const unpin = message.pinned === true
      const answer = await client.call({ _: 'messages.updatePinnedMessage', peer, id: message.id, unpin })
      model.pin(self, message.id, !unpin, date)
      await device.take(answer)
      return true
    }
    case 'unpinAll': {
      const answer = await client.call({ _: 'messages.unpinAllMessages', peer })
      model.unpinAll()
      await device.settle(id, { ...answer, _: 'messages.affectedMessages' }, () => device.unpinAll(id))
      return true
    }
    case 'read': {
      const message = known[operation.at % (known.length || 1)]
      if (message === undefined) return false
      await client.call({ _: 'channels.readHistory', channel, maxId: message.id })
      model.read(self, message.id)
      device.read(id, message.id)
      return true
    }
    case 'rename': {
      const title = texts[operation.at % texts.length] ?? ''
      const answer = await client.call({ _: 'channels.editTitle', channel, title })
      model.rename(self, title, date)
      await device.take(answer)
      return true
    }
    case 'join': {
      const answer = await client.call({ _: 'channels.joinChannel', channel })
      model.enter(self, self, date)
      if (answer._ === 'messages.chatInviteJoinResultOk') await device.take(answer.updates)
      return true
    }
    case 'leave': {
      // The creator stays: who follows one who goes is told apart (`services/channels`).
      if (operation.device < 2) return false
      const answer = await client.call({ _: 'channels.leaveChannel', channel })
      model.leave(self, date)
      await device.take(answer)
      return true
    }
    case 'invite':
    case 'ban':
    case 'pardon':
    case 'promote':
    case 'demote': {
      const { kind } = operation
      const all = [0, 1, 2].map((step) => (operation.who + step) % 3)
      // Mostly all are in it: invited is who is not, if there is anybody.
      const who = all.find((one) => kind !== 'invite' || !model.isIn(selfOf(world, one))) ?? operation.who
      const other = selfOf(world, who)
      const userId = world.nameOf(Math.floor(operation.device / 2), who)
      const update = await changeMember(client, channel, userId, operation.kind)
      if (operation.kind === 'invite') model.enter(self, other, date)
      else if (operation.kind === 'ban') model.ban(self, other, date)
      else if (operation.kind === 'pardon') model.pardon(other)
      else model.promote(other, operation.kind === 'promote')
      await device.take(update)
      return true
    }
  }
}

function selfOf({ devices }: World, user: number): bigint {
  const device = devices[2 * user]
  if (device === undefined) throw new TypeError('there are three users')
  return device.self
}

async function changeMember(
  client: ChannelDevice['client'],
  channel: api.inputChannel,
  userId: api.inputUser,
  kind: 'invite' | 'ban' | 'pardon' | 'promote' | 'demote',
): Promise<api.Updates> {
  const participant: api.inputPeerUser = { ...userId, _: 'inputPeerUser' }
  switch (kind) {
    case 'invite': {
      const { updates } = await client.call({ _: 'channels.inviteToChannel', channel, users: [userId] })
      return updates
    }
    case 'ban':
    case 'pardon': {
      const viewMessages = kind === 'ban' || undefined
      const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', viewMessages, untilDate: 0 }
      return client.call({ _: 'channels.editBanned', channel, participant, bannedRights })
    }
    case 'promote':
    case 'demote': {
      const rights = { postMessages: undefined, inviteUsers: true, banUsers: true, deleteMessages: true } as const
      const adminRights: api.chatAdminRights = { _: 'chatAdminRights', ...(kind === 'promote' ? rights : {}) }
      return client.call({ _: 'channels.editAdmin', channel, userId, adminRights })
    }
  }
}
