import type { api } from '@chappe/tl-codec/api'
import type { OwnChannel } from '../asked.ts'
import type { Change } from '../ledger.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import type { SoloAccount } from './solo-account.ts'

/** So many stand above the others at most ("topics_pinned_limit"). */
const MOST_PINNED = 4

/** Topics of the supergroups of the solo account that are forums. */
export function forumPlans(solo: SoloAccount): Plans {
  const { me, random, ledger, alone } = solo
  const nameOf = ({ tag }: OwnChannel, what: string): string => `channel ${tag} / ${what}`
  const value = (channel: OwnChannel, what: string): string | undefined => ledger.value(me.index, nameOf(channel, what))
  const change = (channel: OwnChannel, what: string, to: string | undefined): Change => ({
    ...{ person: me.index, fact: nameOf(channel, what), value: to },
  })
  const pick = (): OwnChannel | undefined => {
    const forums = alone.channels.filter((one) => value(one, 'forum') === 'yes')
    return forums[random.int(forums.length)]
  }
  const topicsOf = (channel: OwnChannel): string[] =>
    ledger.names(me.index, nameOf(channel, 'topic ')).map((fact) => fact.slice(nameOf(channel, 'topic ').length))
  const pickTopic = (): { readonly channel: OwnChannel; readonly title: string } | undefined => {
    const channel = pick()
    const topics = channel === undefined ? [] : topicsOf(channel)
    const title = topics[random.int(topics.length)]
    return channel === undefined || title === undefined ? undefined : { channel, title }
  }
  const peerOf = ({ id, accessHash }: OwnChannel): api.inputPeerChannel => ({
    ...{ _: 'inputPeerChannel', channelId: id, accessHash },
  })

  const create = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const title = solo.newName('t')
    const randomId = solo.toReceiver.newRandomId()
    return {
      kind: 'begin a topic',
      changes: [change(channel, `topic ${title}`, 'open')],
      async perform() {
        await me.client.call({ _: 'messages.createForumTopic', peer: peerOf(channel), title, randomId })
      },
    }
  }

  const close = (): Write | undefined => {
    const picked = pickTopic()
    if (picked === undefined) return undefined
    const { channel, title } = picked
    const closed = value(channel, `topic ${title}`) === 'open'
    return {
      kind: 'close a topic or open it',
      changes: [change(channel, `topic ${title}`, closed ? 'closed' : 'open')],
      doneBefore: ['TOPIC_NOT_MODIFIED'],
      async perform() {
        const topicId = await numberOf(solo, peerOf(channel), title)
        await me.client.call({ _: 'messages.editForumTopic', peer: peerOf(channel), topicId, closed })
      },
    }
  }

  const pin = (): Write | undefined => {
    const picked = pickTopic()
    if (picked === undefined) return undefined
    const { channel, title } = picked
    const pinned = value(channel, `pinned ${title}`) === undefined
    if (pinned && ledger.names(me.index, nameOf(channel, 'pinned ')).length >= MOST_PINNED) return undefined
    return {
      kind: 'pin a topic',
      changes: [change(channel, `pinned ${title}`, pinned ? 'yes' : undefined)],
      doneBefore: ['PINNED_TOPIC_NOT_MODIFIED'],
      async perform() {
        const [peer, topicId] = [peerOf(channel), await numberOf(solo, peerOf(channel), title)]
        await me.client.call({ _: 'messages.reorderPinnedForumTopics', peer, order: [topicId] })
        await me.client.call({ _: 'messages.updatePinnedForumTopic', peer, topicId, pinned })
      },
    }
  }

  const remove = (): Write | undefined => {
    const picked = pickTopic()
    if (picked === undefined) return undefined
    const { channel, title } = picked
    return {
      kind: 'delete a topic',
      changes: [change(channel, `topic ${title}`, undefined), change(channel, `pinned ${title}`, undefined)],
      doneBefore: ['TOPIC_ID_INVALID'],
      async perform() {
        const topMsgId = await numberOf(solo, peerOf(channel), title)
        await me.client.call({ _: 'messages.deleteTopicHistory', peer: peerOf(channel), topMsgId })
      },
    }
  }

  const seeAsMessages = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const enabled = value(channel, 'as messages') === undefined
    const { id: channelId, accessHash } = channel
    return {
      kind: 'see a forum as messages',
      changes: [change(channel, 'as messages', enabled ? 'yes' : undefined)],
      doneBefore: ['CHAT_NOT_MODIFIED'],
      async perform() {
        const input: api.inputChannel = { _: 'inputChannel', channelId, accessHash }
        await me.client.call({ _: 'channels.toggleViewForumAsMessages', channel: input, enabled })
      },
    }
  }

  return [
    [3, create],
    [1, close],
    [1, pin],
    [1, remove],
    [1, seeAsMessages],
  ]
}

/** The number of a topic; 0 for one that is gone, which an earlier attempt may have deleted. */
async function numberOf({ me }: SoloAccount, peer: api.InputPeer, title: string): Promise<number> {
  const page = { offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 100 }
  const { topics } = await me.client.call({ _: 'messages.getForumTopics', peer, q: title, ...page })
  return topics.find((topic) => topic._ === 'forumTopic' && topic.title === title)?.id ?? 0
}
