import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseChatAbout } from '../../rules/names.ts'
import { noteAdminEvent } from './admin-log.ts'
import { allowInChannel } from './standing.ts'
import { tellOfLooks } from './tell.ts'

interface Describing {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly date: UnixTime
  readonly session: SessionName
}

/** `messages.editChatAbout` of a channel. */
export async function describeChannel(ports: ServicePorts, describing: Describing, text: string): Promise<true> {
  const { userId, channel, date, session } = describing
  const about = parseChatAbout(text)
  await ports.store.transaction(async (tx) => {
    const { record } = await allowInChannel(tx, userId, channel, 'change info', date)
    if (record.about === about) throw badRequest('CHAT_ABOUT_NOT_MODIFIED')
    await tx.channels.setAbout(channel, about)
    const values = { prevValue: record.about, newValue: about }
    await noteAdminEvent(tx, channel, userId, { _: 'channelAdminLogEventActionChangeAbout', ...values }, date)
    tellOfLooks(tx, ports, channel, { date, except: session })
  })
  return true
}
