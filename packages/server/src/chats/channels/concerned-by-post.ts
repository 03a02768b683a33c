import type { UserId } from '../../ids.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import type { Content } from '../content/draft.ts'
import { mentionedPeople } from '../content/mentions.ts'
import type { Reply, SiblingReply } from '../content/reply.ts'
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
 * answered. Posts of a channel concern all subscribers alike.
 */
export async function namedBy(
  tx: Transaction,
  { record, from }: Written,
  draft: Content,
  answered: UserId | undefined,
): Promise<UserId[]> {
  if (record.kind === 'broadcast') return []
  const people = new Set(await mentionedPeople(tx, draft, maxNamed))
  if (answered !== undefined) people.add(answered)
  people.delete(from)
  if (people.size === 0) return []
  const members = await tx.channelMembers.many(record.id, [...people])
  return members.filter(({ present }) => present).map(({ userId }) => userId)
}
