import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, UserId } from '../ids.ts'
import { guestOf } from '../peers/guest-of.ts'
import type { CommittedReads } from '../store/store.ts'
import type { Post } from './fill-posts.ts'
import type { ChannelHappening } from './post-view.ts'
import { channelNumber } from './post-view.ts'

export type HearingReads = CommittedReads<'channels' | 'channelMembers' | 'users'>

/** What a bot hears of what is said in a channel. */
export type Hears = (post: Pick<Post, 'from' | 'named' | 'message'>) => boolean

/**
 * What bots hear of what is said in a channel ("Privacy mode"): in a broadcast channel all, in a supergroup nothing that other
 * bots say, and unless they are admins, or without privacy mode, what is meant for them (`named`) and what happened.
 */
export async function hearingIn(
  read: HearingReads,
  channel: ChannelId,
  bots: readonly UserId[],
): Promise<Map<UserId, Hears>> {
  const record = await read.channels.get(channel)
  if (record?.kind !== 'megagroup') return new Map(bots.map((bot) => [bot, () => true]))
  const [here, users] = await Promise.all([read.channelMembers.bots(channel), read.users.many(bots)])
  const allBots = new Set(here.map(({ userId }) => userId))
  const isAdmin = new Set(here.filter(({ role }) => role === 'creator' || role === 'admin').map(({ userId }) => userId))
  // Who turns out to be no bot hears all as well.
  const seesAll = new Set(users.filter(({ bot }) => bot === undefined || bot.seesAll).map(({ id }) => id))
  return new Map(
    bots.map((bot) => {
      const hears: Hears = ({ from, named, message }) => {
        if (from === bot || message._ !== 'message') return true
        if (allBots.has(bot) && (allBots.has(from) || guestOf(message) !== undefined)) return false
        return isAdmin.has(bot) || seesAll.has(bot) || named?.has(bot) === true || message.viaBotId === BigInt(bot)
      }
      return [bot, hears]
    }),
  )
}

/**
 * What happened in a channel, without what a bot does not hear. In its place the bot is told of a deletion of nothing, so that its
 * count of the log goes on as that of everybody.
 */
export function heardOf(
  channel: ChannelId,
  happenings: readonly ChannelHappening[],
  hears: Hears,
): readonly ChannelHappening[] {
  const heard: ChannelHappening[] = []
  let skipped: api.updateDeleteChannelMessages | undefined
  for (const happening of happenings) {
    const { update, from, named, told } = happening
    // Who types, reacts or votes is not for bots to see.
    if (told !== undefined) continue
    const isMessage = update._ === 'updateNewChannelMessage' || update._ === 'updateEditChannelMessage'
    if (!isMessage || from === undefined || hears({ from, named, message: update.message })) {
      skipped = undefined
      heard.push(happening)
      continue
    }
    const { pts, ptsCount } = update
    if (skipped === undefined) {
      skipped = { _: 'updateDeleteChannelMessages', channelId: channelNumber(channel), messages: [], pts, ptsCount }
      heard.push({ pts, update: skipped })
    } else {
      skipped = { ...skipped, pts, ptsCount: skipped.ptsCount + ptsCount }
      heard[heard.length - 1] = { pts, update: skipped }
    }
  }
  return heard
}
