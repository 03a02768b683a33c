import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../../../ids.ts'
import { toChannelId } from '../../../../peers/peer-id.ts'
import { RpcError } from '../../../../rpc/rpc-error.ts'
import type { TestServer } from '../../../test-server.ts'
import type { ForumDevice } from './device.ts'
import { type ForumModel, generalTopic } from './model.ts'
import type { Action, Operation } from './operations.ts'

/** Three users with two devices each in one forum: who made it, an admin, and a plain member. */
export interface World {
  readonly server: TestServer
  /** Brings from one server to another some of what is on its way, if there are several. */
  readonly bring: () => Promise<void>
  /** Those of one user are neighbours. */
  readonly devices: readonly ForumDevice[]
  readonly id: bigint
  readonly model: ForumModel
  /** How often each kind of operation was carried out. */
  readonly counts: Map<string, number>
  nextRandomId(): bigint
  /** The lowest box of a user of this run: those of runs before come before them. */
  readonly firstUser: UserId
}

const texts = ['a', 'b', 'c', 'd', 'e'] as const

export async function perform(world: World, operation: Operation): Promise<void> {
  const { server, devices, bring, counts } = world
  // Much happens within one second.
  server.clock.now += 300
  await bring()
  const count = (kind: string): void => void counts.set(kind, (counts.get(kind) ?? 0) + 1)
  if (operation.kind === 'wait') {
    server.clock.now += operation.seconds * 1000
    return
  }
  if (operation.kind === 'forget') {
    await forgetChanges(world, operation.keep)
    return count('forget')
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
      return count('restore')
    case 'askInVain':
      if (!device.isOnline) return
      await device.askInVain()
      return count('askInVain')
    case 'offline':
      return device.goOffline()
    case 'online':
      return device.goOnline()
    default:
      if (!device.isOnline) return
  }
  try {
    if (await act(world, device, operation)) count(operation.kind)
  } catch (error) {
    // Not everybody may do everything, and a device that is behind asks for what is no longer possible.
    if (!(error instanceof RpcError) || error.code < 400 || error.code >= 500) throw error
    count(error.message)
  }
}

async function forgetChanges({ server, id, firstUser }: World, keep: number): Promise<void> {
  const before = Number.MAX_SAFE_INTEGER
  await server.store.transaction((tx) => tx.boxes.forgetEvents({ from: toChannelId(id), before, keep, limit: 1 }))
  await server.store.transaction((tx) => tx.boxes.forgetEvents({ from: firstUser, before, keep, limit: 3 }))
}

/** Does what a person does with a device, as far as that device knows how things stand; false if there was nothing to do. */
async function act(world: World, device: ForumDevice, { kind, topic: place, at }: Action): Promise<boolean> {
  const { id, model } = world
  const { client, self } = device
  const channel = device.nameOf(id)
  const peer: api.inputPeerChannel = { ...channel, _: 'inputPeerChannel' }
  const date = Math.floor(world.server.clock.now / 1000)
  const topics = device.topicIds()
  const topicId = topics[place % (topics.length || 1)] ?? generalTopic
  const topic = device.topic(topicId)
  const known = device.inTopic(id, topicId)
  const text = texts[at % texts.length] ?? ''
  switch (kind) {
    case 'say':
    case 'reply': {
      const answered = kind === 'reply' ? known[at % (known.length || 1)]?.id : undefined
      const replyTo = replyIn(topicId, answered)
      const request = { peer, message: text, randomId: world.nextRandomId(), ...(replyTo && { replyTo }) }
      const answer = await client.call({ _: 'messages.sendMessage', ...request })
      model.say(self, topicId, text, date)
      await device.take(answer)
      return true
    }
    case 'edit': {
      const own = known.filter((message) => message._ === 'message' && message.out === true)
      const message = own[at % (own.length || 1)]
      if (message === undefined) return false
      const answer = await client.call({ _: 'messages.editMessage', peer, id: message.id, message: text })
      model.edit(message.id, text)
      await device.take(answer)
      return true
    }
    case 'delete': {
      // What happened to a topic stays said: a device that missed it learns of it from nothing else.
      const said = known.filter((message) => message._ === 'message')
      // Mostly the last one, below which another becomes the newest.
      const ids = said
        .slice(-1 - (at % 3))
        .slice(0, 2)
        .map((message) => message.id)
      if (ids.length === 0) return false
      const answer = await client.call({ _: 'channels.deleteMessages', channel, id: ids })
      model.delete(ids)
      await device.settle(id, answer, () => device.removeMessages(id, ids))
      return true
    }
    case 'readTopic': {
      const message = known.at(-1 - (at % 3))
      if (message === undefined) return false
      await client.call({ _: 'messages.readDiscussion', peer, msgId: topicId, readMaxId: message.id })
      model.readTopic(self, topicId, message.id)
      device.readTopic(topicId, message.id)
      return true
    }
    case 'readAll': {
      const message = known[at % (known.length || 1)]
      if (message === undefined) return false
      await client.call({ _: 'channels.readHistory', channel, maxId: message.id })
      model.readAll(self, message.id)
      device.read(id, message.id)
      return true
    }
    case 'create': {
      const request = { peer, title: text, randomId: world.nextRandomId() }
      const answer = await client.call({ _: 'messages.createForumTopic', ...request })
      model.create(self, text, date)
      await device.take(answer)
      return true
    }
    case 'rename':
    case 'close': {
      const change = kind === 'rename' ? { title: text } : { closed: !topic.closed }
      const answer = await client.call({ _: 'messages.editForumTopic', peer, topicId, ...change })
      model.change(self, topicId, change, date)
      await device.take(answer)
      return true
    }
    case 'pin': {
      const pinned = !device.isPinned(topicId)
      const answer = await client.call({ _: 'messages.updatePinnedForumTopic', peer, topicId, pinned })
      model.pin(topicId, pinned)
      await device.take(answer)
      return true
    }
    case 'remove': {
      const answer = await client.call({ _: 'messages.deleteTopicHistory', peer, topMsgId: topicId })
      if (answer.offset !== 0) throw new TypeError('so few messages go at once')
      const ids = known.map((message) => message.id)
      model.remove(topicId)
      await device.settle(id, { ...answer, _: 'messages.affectedMessages' }, () => device.removeMessages(id, ids))
      return true
    }
  }
}

/** As clients name it: what answers nothing in a topic answers that with which it began, and in General nothing. */
function replyIn(topic: number, answered: number | undefined): api.inputReplyToMessage | undefined {
  if (answered === undefined && topic === generalTopic) return undefined
  const topMsgId = topic === generalTopic ? {} : { topMsgId: topic }
  return { _: 'inputReplyToMessage', replyToMsgId: answered ?? topic, ...topMsgId }
}
