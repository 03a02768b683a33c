import type { ChannelId, UserId } from '../../ids.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import type { Content } from '../content/draft.ts'
import { mentionedPeople } from '../content/mentions.ts'
import type { Reply, SiblingReply } from '../content/reply.ts'
import { mayBeForBots, meantFor } from '../members/hearing-bots.ts'
import type { Sent } from '../placing/copy.ts'
import { type PostReply, replyInChannel } from './reply-in-channel.ts'

/** One message names no more people in person than this. */
const maxNamed = 100

interface Written {
  readonly record: ChannelRecord
  readonly from: UserId
}

interface Answering {
  readonly replyTo: Reply | undefined
  /** In place of `replyTo`. */
  readonly answers?: SiblingReply | undefined
}

/** Throws `REPLY_MESSAGE_ID_INVALID` or `QUOTE_TEXT_INVALID`. */
export async function resolvePostReply(
  tx: Transaction,
  { record, from }: Written,
  { answers, replyTo }: Answering,
  sent: readonly Sent[],
): Promise<PostReply | undefined> {
  const sibling = answers && sent[answers.nth]
  const reply: Reply | undefined = sibling === undefined ? replyTo : { ...answers, id: sibling.id }
  return reply && replyInChannel(tx, { record, from }, reply)
}

/**
 * Within a unit: those of a supergroup whom a message concerns in person ("Mentions"): who is named in it, and whoever is
 * answered, and the bots that it is meant for. Posts of a channel concern all subscribers alike.
 */
export async function namedBy(
  tx: Transaction,
  { record, from }: Written,
  draft: Content,
  answered: Pick<PostReply, 'author' | 'id'> | undefined,
): Promise<UserId[]> {
  if (record.kind === 'broadcast') return []
  const people = new Set(await mentionedPeople(tx, draft, maxNamed))
  if (answered?.author !== undefined) people.add(answered.author)
  if (mayBeForBots(draft, answered?.id !== undefined)) {
    for (const bot of await botsMeant(tx, record.id, draft, answered?.id)) people.add(bot)
  }
  people.delete(from)
  if (people.size === 0) return []
  const members = await tx.channelMembers.many(record.id, [...people])
  return members.filter(({ present }) => present).map(({ userId }) => userId)
}

async function botsMeant(
  tx: Transaction,
  channel: ChannelId,
  draft: Content,
  answered: number | undefined,
): Promise<Iterable<UserId>> {
  const bots = await tx.channelMembers.bots(channel)
  if (bots.length === 0) return []
  const named = answered === undefined ? [] : await tx.postMarks.named([{ channel, id: answered }])
  return meantFor(
    tx,
    draft,
    bots,
    named.map(({ userId }) => userId),
  )
}
