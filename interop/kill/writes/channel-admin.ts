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

  /** As the group, being its anonymous creator, or as oneself again. */
  const speakAs = (): Write | undefined => {
    const channel = pick(({ isBroadcast }) => !isBroadcast)
    if (channel === undefined) return undefined
    const isGroup = value(channel, 'speaks as') === 'group'
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

  return [[1, speakAs]]
}

function input({ id, accessHash }: OwnChannel): api.inputChannel {
  return { _: 'inputChannel', channelId: id, accessHash }
}
