import type { api } from '@chappe/tl-codec/api'
import type { OwnChannel } from '../asked.ts'
import type { Change } from '../ledger.ts'
import type { Write } from '../traffic.ts'
import type { Plans } from '../weighted-plans.ts'
import type { SoloAccount } from './solo-account.ts'

/** What who leads the channels of the solo account does besides what changes their looks and members. */
export function channelAdminPlans(solo: SoloAccount): Plans {
  const { me, random, ledger, alone } = solo
  const nameOf = ({ tag }: OwnChannel, what: string): string => `channel ${tag} / ${what}`
  const value = (channel: OwnChannel, what: string): string | undefined => ledger.value(me.index, nameOf(channel, what))
  const change = (channel: OwnChannel, what: string, to: string | undefined): Change => ({
    ...{ person: me.index, fact: nameOf(channel, what), value: to },
  })
  const pick = (accept: (channel: OwnChannel) => boolean = () => true): OwnChannel | undefined => {
    const accepted = alone.channels.filter(accept)
    return accepted[random.int(accepted.length)]
  }

  const spokeAsGroup = new Set<string>()

  /** As the group, being its anonymous creator, or as oneself again. */
  const speakAs = (): Write | undefined => {
    const channel = pick(({ isBroadcast }) => !isBroadcast)
    if (channel === undefined) return undefined
    const isGroup = value(channel, 'speaks as') === 'group'
    spokeAsGroup.add(channel.tag)
    const peer = { ...input(channel), _: 'inputPeerChannel' } as const
    return {
      kind: 'choose as whom to write',
      changes: [change(channel, 'speaks as', isGroup ? undefined : 'group')],
      async perform() {
        if (!isGroup) {
          const adminRights: api.chatAdminRights = { _: 'chatAdminRights', anonymous: true }
          const userId: api.inputUserSelf = { _: 'inputUserSelf' }
          await me.client.call({ _: 'channels.editAdmin', channel: input(channel), userId, adminRights })
        }
        const sendAs: api.InputPeer = isGroup ? { _: 'inputPeerSelf' } : peer
        await me.client.call({ _: 'messages.saveDefaultSendAs', peer, sendAs })
      },
    }
  }

  /** What is switched on and off, each with how it is asked for. */
  const switches = (channel: OwnChannel): { readonly what: string; request(enabled: boolean): api.Method }[] => {
    const place = input(channel)
    const peer = { ...place, _: 'inputPeerChannel' } as const
    const protect = {
      what: 'protected',
      request: (enabled: boolean): api.Method => ({ _: 'messages.toggleNoForwards', peer, enabled }),
    }
    const watch = {
      what: 'antispam',
      request: (enabled: boolean): api.Method => ({ _: 'channels.toggleAntiSpam', channel: place, enabled }),
    }
    return channel.isBroadcast ? [protect] : [protect, watch]
  }

  const toggle = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const all = switches(channel)
    const one = all[random.int(all.length)]
    if (one === undefined) return undefined
    const enabled = value(channel, one.what) === undefined
    return {
      kind: `switch whether a channel is ${one.what}`,
      changes: [change(channel, one.what, enabled ? 'yes' : undefined)],
      doneBefore: ['CHAT_NOT_MODIFIED'],
      async perform() {
        await me.client.call(one.request(enabled))
      },
    }
  }

  const chooseTab = (): Write | undefined => {
    const channel = pick(({ isBroadcast }) => isBroadcast)
    if (channel === undefined) return undefined
    const tab = random.chance(0.5) ? 'profileTabFiles' : 'profileTabMedia'
    return {
      kind: 'choose what a channel shows first',
      changes: [change(channel, 'first tab', tab)],
      async perform() {
        await me.client.call({ _: 'channels.setMainProfileTab', channel: input(channel), tab: { _: tab } })
      },
    }
  }

  /** All that was said, by whichever way: for all, for oneself, or all of one person's. */
  const clear = (): Write | undefined => {
    const channel = pick()
    if (channel === undefined) return undefined
    const said = ledger.names(me.index, nameOf(channel, 'said '))
    if (said.length < 2) return undefined
    const place = { channel: input(channel), maxId: 0 }
    // What was said as the group is nobody's own.
    const isOneself = !channel.isBroadcast && !spokeAsGroup.has(channel.tag) && random.chance(0.5)
    const request: api.Method = isOneself
      ? { _: 'channels.deleteParticipantHistory', channel: place.channel, participant: { _: 'inputPeerSelf' } }
      : { _: 'channels.deleteHistory', ...place, forEveryone: random.chance(0.5) || undefined }
    return {
      kind: 'delete the history of a channel',
      changes: said.map((fact) => ({ person: me.index, fact, value: undefined })),
      async perform() {
        await me.client.call(request)
      },
    }
  }

  /** Of how the group began, which stays when all else is deleted. */
  const report = (): Write | undefined => {
    const channel = pick(({ isBroadcast }) => !isBroadcast)
    if (channel === undefined) return undefined
    const participant: api.InputPeer = { _: 'inputPeerSelf' }
    return {
      kind: 'report spam in a group',
      changes: [],
      async perform() {
        await me.client.call({ _: 'channels.reportSpam', channel: input(channel), participant, id: [1] })
      },
    }
  }

  return [
    [1, report],
    [1, speakAs],
    [2, toggle],
    [1, chooseTab],
    [1, clear],
  ]
}

function input({ id, accessHash }: OwnChannel): api.inputChannel {
  return { _: 'inputChannel', channelId: id, accessHash }
}
