import { tellBotCounted } from '../../changes/tell-bot.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isGroup, isUser, type UnixTime, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Transaction } from '../../store/store.ts'
import { readAllStored } from '../../tl/stored.ts'

/** What somebody's reactions to a message were, and what they are now. */
export interface ReactionChange {
  readonly by: UserId
  readonly before: readonly Uint8Array[]
  readonly now: readonly Uint8Array[]
  readonly date: UnixTime
}

/**
 * Within a unit: tells the bots that are admins of a channel of reactions to a message ("Update", `message_reaction` and
 * `message_reaction_count`): in a supergroup whose they are, in a broadcast channel, where nobody is named, how many of each kind there are.
 * Of what bots react with none is told.
 */
export async function tellBotsOfPostReactions(
  tx: Transaction,
  ports: ServicePorts,
  { id: channel, kind }: Pick<ChannelRecord, 'id' | 'kind'>,
  id: number,
  change: ReactionChange,
): Promise<void> {
  const here = await tx.channelMembers.bots(channel)
  const bots = here.filter(({ role }) => role === 'admin').map(({ userId }) => userId)
  if (bots.length === 0 || here.some(({ userId }) => userId === change.by)) return
  const place = { peer: toPeer(channel), msgId: id, date: change.date }
  if (kind === 'megagroup') {
    await tellBotCounted(tx, ports, bots, { _: 'updateBotMessageReaction', ...place, ...changed(change) })
    return
  }
  const counts = await tx.postReactions.counts([{ channel, id }])
  const reactions = counts.flatMap(({ reaction, count }) =>
    readAllStored('Reaction', [reaction]).map((one) => ({ _: 'reactionCount', reaction: one, count }) as const),
  )
  await tellBotCounted(tx, ports, bots, { _: 'updateBotMessageReactions', ...place, reactions })
}

/** The same in the boxes of a private chat or of a basic group: the bot that somebody talks to, and those that are admins. */
export async function tellBotsOfReactions(
  tx: Transaction,
  ports: ServicePorts,
  copies: readonly StoredMessage[],
  change: ReactionChange,
): Promise<void> {
  const [first] = copies
  if (first === undefined) return
  const admins = isGroup(first.peer) ? (await tx.groups.members(first.peer)).filter(({ admin }) => admin) : []
  const concerned = copies.filter(({ box, peer }) => isUser(peer) || admins.some(({ userId }) => userId === box))
  const people = await tx.users.many([change.by, ...concerned.map(({ box }) => box)])
  const bots = new Set(people.filter(({ bot }) => bot !== undefined).map(({ id }) => id))
  if (bots.has(change.by)) return
  for (const { box, id, peer } of concerned) {
    if (!bots.has(box)) continue
    const place = { peer: toPeer(peer), msgId: id, date: change.date }
    await tellBotCounted(tx, ports, [box], { _: 'updateBotMessageReaction', ...place, ...changed(change) })
  }
}

function changed({ by, before, now }: ReactionChange) {
  return {
    actor: toPeer(by),
    oldReactions: readAllStored('Reaction', before),
    newReactions: readAllStored('Reaction', now),
  }
}
