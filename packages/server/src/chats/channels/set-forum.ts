import type { UnixTime } from '../../ids.ts'
import { topicSearch } from '../../rules/topics.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { generalTopic } from '../content/thread.ts'

const generalTitle = 'General'
/** General has no colour of its own. */
const generalColour = 0x6f_b9_f0

/** Within a unit: makes a supergroup a forum, or the other way round. Its topics stay, should it be made one again. */
export async function setForum(tx: Transaction, record: ChannelRecord, forum: boolean, date: UnixTime): Promise<void> {
  await tx.channels.setSwitches(record.id, { forum })
  if (!forum || (await tx.topics.get(record.id, generalTopic)) !== undefined) return
  const newest = (await tx.dialogs.get(record.id, record.id))?.topMessage ?? 0
  await tx.topics.put(
    {
      ...{ channel: record.id, id: generalTopic, title: generalTitle, iconColor: generalColour, iconEmojiId: 0n },
      ...{ creator: record.creator, date, closed: false, hidden: false, pinned: 0, topMessage: newest },
    },
    topicSearch(generalTitle),
  )
}
