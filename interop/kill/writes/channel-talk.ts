import type { api } from '@chappe/tl-codec/api'
import type { OwnChannel } from '../asked.ts'
import type { Change } from '../ledger.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import type { SoloAccount } from './solo-account.ts'

const emoticon = '🔥'
const aWeek = 7 * 86_400

/** What goes on changing of what was said in the channels that the solo account has made. */
export function channelTalkPlans({ me, random, ledger, alone }: SoloAccount): Plans {
  const { channels } = alone
  const nameOf = ({ tag }: OwnChannel, what: string): string => `channel ${tag} / ${what}`
  const value = (channel: OwnChannel, what: string): string | undefined => ledger.value(me.index, nameOf(channel, what))
  const change = (channel: OwnChannel, what: string, to: string | undefined): Change => ({
    ...{ person: me.index, fact: nameOf(channel, what), value: to },
  })
  const pick = (): OwnChannel | undefined => channels[random.int(channels.length)]
  const said = (channel: OwnChannel): string[] => {
    const prefix = nameOf(channel, '')
    const facts = ledger.names(me.index, `${prefix}said `).map((fact) => fact.slice(prefix.length))
    return facts.filter((text) => !text.endsWith(reacted))
  }
  const idOf = async (channel: OwnChannel, text: string): Promise<number> => {
    for await (const message of me.client.history(peerOf(channel))) {
      if (message._ === 'message' && message.message === text) return message.id
    }
    throw new TypeError('what was said is there')
  }

  const allow = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const none = value(channel, 'reactions') === undefined
    const availableReactions: api.ChatReactions = none ? { _: 'chatReactionsNone' } : { _: 'chatReactionsAll' }
    return {
      kind: 'allow reactions in a channel',
      changes: [change(channel, 'reactions', none ? 'none' : undefined)],
      doneBefore: ['CHAT_NOT_MODIFIED'],
      async perform() {
        const request = { peer: peerOf(channel), availableReactions }
        await me.client.call({ _: 'messages.setChatAvailableReactions', ...request })
      },
    }
  }

  const setTimer = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const period = value(channel, 'timer') === undefined ? aWeek : 0
    return {
      kind: 'set the timer of a channel',
      changes: [change(channel, 'timer', period === 0 ? undefined : String(period))],
      doneBefore: ['CHAT_NOT_MODIFIED'],
      async perform() {
        await me.client.call({ _: 'messages.setHistoryTTL', peer: peerOf(channel), period })
      },
    }
  }

  const react = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined || value(channel, 'reactions') !== undefined) return undefined
    // The creator of a supergroup may have become anonymous there (`channel-admin.ts`), and then reacts to nothing.
    if (!channel.isBroadcast) return undefined
    const texts = said(channel).filter((text) => value(channel, text + reacted) === undefined)
    const text = texts[random.int(texts.length)]
    if (text === undefined) return undefined
    return {
      kind: 'react in a channel',
      changes: [change(channel, text + reacted, emoticon)],
      doneBefore: ['MESSAGE_NOT_MODIFIED'],
      async perform() {
        const place = { peer: peerOf(channel), msgId: await idOf(channel, text) }
        await me.client.call({ _: 'messages.sendReaction', ...place, reaction: [{ _: 'reactionEmoji', emoticon }] })
      },
    }
  }

  const takeAway = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const texts = said(channel).filter((text) => value(channel, text + reacted) !== undefined)
    const [text] = texts
    if (text === undefined) return undefined
    const participant: api.InputPeer = { _: 'inputPeerSelf' }
    if (texts.length > 1) {
      return {
        kind: 'take all reactions of somebody away',
        changes: texts.map((one) => change(channel, one + reacted, undefined)),
        async perform() {
          const request = { peer: peerOf(channel), participant }
          await me.client.call({ _: 'messages.deleteParticipantReactions', ...request })
        },
      }
    }
    return {
      kind: 'take a reaction away',
      changes: [change(channel, text + reacted, undefined)],
      doneBefore: ['MESSAGE_NOT_MODIFIED'],
      async perform() {
        const request = { peer: peerOf(channel), msgId: await idOf(channel, text), participant }
        await me.client.call({ _: 'messages.deleteParticipantReaction', ...request })
      },
    }
  }

  return [
    [1, allow],
    [1, setTimer],
    [3, react],
    [1, takeAway],
  ]
}

/** Behind what was said, in the name of the fact that it was reacted to. */
const reacted = ' / reacted'

function peerOf({ id, accessHash }: OwnChannel): api.inputPeerChannel {
  return { _: 'inputPeerChannel', channelId: id, accessHash }
}
