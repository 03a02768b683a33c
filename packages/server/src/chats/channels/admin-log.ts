import { type api, encode } from '@chappe/tl-codec/api'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { toUserId } from '../../peers/peer-id.ts'
import { kindsOf, personOf, wordsOf } from '../../rules/admin-log.ts'
import type { Transaction } from '../../store/store.ts'

/**
 * Within a unit: writes down for the admins of a channel what somebody did there ("Admin log"). A message in it is whole, with
 * its number, except in `channelAdminLogEventActionSendMessage`: there a `messageEmpty` with the number is enough, and the
 * message is read from the log of the channel when somebody looks.
 */
export async function noteAdminEvent(
  tx: Pick<Transaction, 'adminLog'>,
  channel: ChannelId,
  userId: UserId,
  action: api.ChannelAdminLogEventAction,
  date: UnixTime,
): Promise<void> {
  await tx.adminLog.add({
    ...{ channel, userId, date, kinds: kindsOf(action), words: wordsOf(action), action: encode(action) },
    person: toUserId(personOf(action) ?? 0n),
  })
}
