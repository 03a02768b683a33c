import type { api } from '@chappe/tl-codec/api'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { passOnDue } from '../../chats/channels/depart.ts'
import { mayGuard } from '../../chats/channels/guard.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { tellOfLooks } from '../../chats/channels/tell.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UpkeepTask, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Act } from '../../rules/rights.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber } from '../../views/post-view.ts'

/** So long members may have to wait between two messages, in seconds; 0 for not at all. */
const slowModes = [0, 5, 10, 30, 60, 300, 900, 3600]

/** What is said to so few needs no other kind of group. */
const fewestInGigagroup = 1_000

/** Who may come into a supergroup, who may write in it, and how often. */
export function createChannelGates(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  const change = async (
    { userId, caller }: UserContext,
    input: api.InputChannel,
    act: Act,
    set: (tx: Transaction, record: ChannelRecord) => Promise<boolean>,
  ): Promise<api.updates> => {
    const channel = await inputPeers.channel(userId, input)
    const date = unixSeconds(clock)
    await store.transaction(async (tx) => {
      const { record } = await allowInChannel(tx, userId, channel, act, date)
      if (!(await set(tx, record))) throw badRequest('CHAT_NOT_MODIFIED')
      tellOfLooks(tx, ports, channel, { date, except: caller.session })
    })
    const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
    return envelope(store.read, userViews, userId, [update], { date, others: [channel] })
  }

  /** Clients that know of no guards name none, and neither does who wants none any more. */
  const guardOf = async (userId: UserId, input: api.InputUser | undefined): Promise<UserId | undefined> => {
    if (input === undefined || input._ === 'inputUserEmpty') return undefined
    const bot = await inputPeers.user(userId, input)
    if (bot === undefined) throw badRequest('BOT_INVALID')
    return bot
  }

  return {
    /** "Slow mode": members wait between two messages. */
    'channels.toggleSlowMode': userMethod({ acts: ['set slow mode'] }, (context, { channel, seconds }) =>
      change(context, channel, 'set slow mode', async (tx, { id, slowMode }) => {
        if (!slowModes.includes(seconds)) throw badRequest('SECONDS_INVALID')
        await tx.channels.setSlowMode(id, seconds)
        const values = { prevValue: slowMode, newValue: seconds }
        const event = { _: 'channelAdminLogEventActionToggleSlowMode', ...values } as const
        await noteAdminEvent(tx, id, context.userId, event, unixSeconds(clock))
        return seconds !== slowMode
      }),
    ),

    /** "Gigagroups": a supergroup of many in which admins alone write from now on, and which takes any number of members. */
    'channels.convertToGigagroup': userMethod(
      { acts: ['upgrade'], rate: { burst: 20, secondsEach: 30 } },
      (context, { channel }) =>
        change(context, channel, 'upgrade', async (tx, { id, gigagroup, forum, members }) => {
          if (gigagroup) return false
          if (forum) throw badRequest('FORUM_ENABLED')
          if (members < fewestInGigagroup) throw badRequest('PARTICIPANTS_TOO_FEW')
          await tx.channels.setSwitches(id, { gigagroup: true })
          await tx.channels.setSlowMode(id, 0)
          return true
        }),
    ),

    /** "Discussion groups": whether one has to be in the group to write there. */
    'channels.toggleJoinToSend': userMethod({ acts: ['set admission'] }, (context, { channel, enabled }) =>
      change(context, channel, 'set admission', async (tx, { id, joinToSend }) => {
        await tx.channels.setSwitches(id, { joinToSend: enabled })
        return enabled !== joinToSend
      }),
    ),

    /** "Join requests": whether who comes by the public name asks to be let in, and who comes by a link if that is said, too. */
    'channels.toggleJoinRequest': userMethod(
      { acts: ['set admission'] },
      async (context, { channel, enabled, applyToInvites, guardBot }) => {
        const guard = await guardOf(context.userId, guardBot)
        return change(context, channel, 'set admission', async (tx, record) => {
          const { id, joinRequest } = record
          const guards = guard === undefined || (enabled && (await mayGuard(tx, record, guard, unixSeconds(clock))))
          if (!guards) throw badRequest('BOT_INVALID')
          await tx.channels.setSwitches(id, { joinRequest: enabled })
          await tx.channels.setGuardBot(id, guard)
          if (applyToInvites === true) await tx.inviteLinks.setRequestNeeded(id, enabled)
          return enabled !== joinRequest || guard !== record.guardBot || applyToInvites === true
        })
      },
    ),
  }
}

/** Gives channels whose creators have left for good to their heirs. */
export function createPassOn(ports: ServicePorts): UpkeepTask {
  return { everySeconds: 600, run: (now) => passOnDue(ports, now) }
}

const forgottenAtOnce = 1_000

/** Forgets who may write again in a group with slow mode. */
export function createForgetTurns({ store }: ServicePorts): UpkeepTask {
  return {
    everySeconds: 600,
    async run(now) {
      for (;;) {
        const forgotten = await store.transaction((tx) => tx.slowMode.forget(now, forgottenAtOnce))
        if (forgotten < forgottenAtOnce) return
      }
    },
  }
}
