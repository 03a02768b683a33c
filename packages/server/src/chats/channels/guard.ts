import { type api, encode } from '@chappe/tl-codec/api'
import { createAnswerWaits } from '../../changes/await-answer.ts'
import { noteQuestion } from '../../changes/note-question.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomLong } from '../../ports/random.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { readStored } from '../../tl/stored.ts'
import { channelNumber } from '../../views/post-view.ts'
import { tellGuard } from '../members/tell-bots.ts'
import { answerPosts } from './answer-posts.ts'
import { type Asking, askToEnter } from './enter.ts'
import { standingOfMember } from './standing.ts'

/** A guard answers so soon, or the admins decide ("ChatJoinRequest", query_id). */
const maxWaitMs = 10_000

/** Whether a bot may decide who comes into a supergroup: its owner lets it, and it is an admin that may let people in. */
export async function mayGuard(
  read: Pick<Reads, 'users' | 'channelMembers'>,
  record: ChannelRecord,
  bot: UserId,
  now: UnixTime,
): Promise<boolean> {
  const [user, member] = await Promise.all([read.users.get(bot), read.channelMembers.get(record.id, bot)])
  if (user?.bot?.guards !== true) return false
  return refusalOf(standingOfMember(record, member, now), 'manage links') === undefined
}

/** Clients of older layers can't be told to open an app of a guard. */
const layerOfApps = 228

export interface AskingGuard extends Asking {
  /** Of whoever asks, which is missing only before a client has said it. */
  readonly layer: number | undefined
}

/**
 * Within a unit: somebody asks to be let in. Gives the number of the question where there is a bot that decides; the admins are
 * told where there is none.
 */
export async function askGuardOrAdmins(
  tx: Transaction,
  ports: ServicePorts,
  asking: Asking,
): Promise<bigint | undefined> {
  const { channel, userId, digest, date } = asking
  const record = await tx.channels.get(channel)
  const bot = record?.guardBot
  const isAsked = (await tx.inviteLinks.request(channel, userId)) !== undefined
  if (isAsked || record === undefined || bot === undefined || !(await mayGuard(tx, record, bot, date))) {
    await askToEnter(tx, ports, asking)
    return undefined
  }
  const id = randomLong(ports.random)
  const asked = await tellGuard(tx, ports, { chat: channel, userId, digest, date, bot, queryId: id })
  await noteQuestion(tx, { id, bot, userId, asked: encode(asked), link: digest }, date)
  return id
}

export interface GuardWaits {
  /**
   * What a guard says of whoever asks it, as the answer of the request to join. Throws `INVITE_REQUEST_SENT` where the admins
   * decide, also since the bot is silent, and `INVITE_REQUEST_DECLINED`.
   */
  decisionOf(queryId: bigint, asking: AskingGuard): Promise<api.messages.ChatInviteJoinResult>
}

/** Guards of supergroups ("channels.toggleJoinRequest", guard_bot) are waited for by whoever asks. */
export function createGuardWaits(ports: ServicePorts): GuardWaits {
  const { store, clock, userViews } = ports
  const waits = createAnswerWaits(ports)

  /** Where a bot is silent, or shows an app that cannot be opened, the admins decide; what it says later comes too late. */
  const decided = (queryId: bigint, asking: AskingGuard): Promise<api.JoinChatBotResult> =>
    store.transaction(async (tx) => {
      const query = await tx.botQueries.get(queryId)
      const result = query?.joinResult && readStored('JoinChatBotResult', query.joinResult)
      const isUnseen = result?._ === 'joinChatBotResultWebView' && (asking.layer ?? 0) < layerOfApps
      if (result !== undefined && !isUnseen) return result
      const queued: api.joinChatBotResultQueued = { _: 'joinChatBotResultQueued' }
      if (query !== undefined) await tx.botQueries.put({ ...query, joinResult: encode(queued) })
      await askToEnter(tx, ports, { ...asking, date: unixSeconds(clock) })
      return queued
    })

  return {
    async decisionOf(queryId, asking) {
      const { answered, end } = waits.begin(queryId, maxWaitMs)
      // It may have answered before this waits.
      if ((await store.read.botQueries.get(queryId))?.joinResult !== undefined) end()
      await answered
      const { userId, channel, date } = asking
      const result = await decided(queryId, asking)
      switch (result._) {
        case 'joinChatBotResultApproved': {
          const update: api.updateChannel = { _: 'updateChannel', channelId: channelNumber(channel) }
          const updates = await answerPosts(ports, userId, { channel, date, before: [update] })
          return { _: 'messages.chatInviteJoinResultOk', updates }
        }
        case 'joinChatBotResultWebView': {
          const bot = (await store.read.botQueries.get(queryId))?.bot
          if (bot === undefined) throw badRequest('INVITE_REQUEST_SENT')
          const users = await userViews.of(store.read, userId, [bot])
          return { _: 'messages.chatInviteJoinResultWebView', botId: BigInt(bot), queryId, users }
        }
        case 'joinChatBotResultDeclined':
          throw badRequest('INVITE_REQUEST_DECLINED')
        default:
          throw badRequest('INVITE_REQUEST_SENT')
      }
    },
  }
}

/** The chat that a guard is asked about; undefined for another question. */
export function guardedBy(asked: Uint8Array): api.updateBotChatInviteRequester | undefined {
  const update = readStored('Update', asked)
  return update?._ === 'updateBotChatInviteRequester' && update.queryId !== undefined ? update : undefined
}
