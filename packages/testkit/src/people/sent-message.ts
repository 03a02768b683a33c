import type { api } from '@chappe/tl-codec/api'
import { LabError } from '../errors.ts'
import { type LabMessage, toLabMessage } from './messages.ts'
import type { Self } from './self.ts'

/** One of the own messages that the server has just told of. */
export async function sentMessage(
  { client, name, id: self }: Self,
  peer: api.InputPeer,
  id: number,
): Promise<LabMessage> {
  const asked: api.InputMessage[] = [{ _: 'inputMessageID', id }]
  const found = await (peer._ === 'inputPeerChannel'
    ? client.call({ _: 'channels.getMessages', channel: { ...peer, _: 'inputChannel' }, id: asked })
    : client.call({ _: 'messages.getMessages', id: asked }))
  const [message] = found._ === 'messages.messagesNotModified' ? [] : found.messages
  if (message === undefined || message._ === 'messageEmpty') {
    throw new LabError('NOT_SEEN', `${name} sent message ${id}, and it is gone`)
  }
  return toLabMessage(message, self)
}

/** Under which number the server has what was sent. */
export function idOf(sent: api.Updates, randomId: bigint): number {
  if (sent._ === 'updates' || sent._ === 'updatesCombined') {
    for (const update of sent.updates) {
      if (update._ === 'updateMessageID' && update.randomId === randomId) return update.id
    }
  }
  throw new LabError('NOT_SEEN', 'the server does not say under which number it has the message')
}
