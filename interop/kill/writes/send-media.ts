import type { api } from '@chappe/tl-codec/api'
import type { Write } from '../traffic.ts'
import { BLOCKED, type Chat, inBoth, type SentMessage, sentId } from './chat.ts'

export function sendMedia(
  chat: Chat,
  tag: string,
  kind: SentMessage['kind'],
  media: api.InputMedia,
  content: string = kind,
): Write {
  const { me, peer, messages } = chat
  const randomId = chat.newRandomId()
  return {
    kind: `send ${kind}`,
    changes: inBoth(chat, `message ${tag}`, (with_) => `with ${with_}: ${content}`),
    refusals: BLOCKED,
    async perform() {
      const answer = await me.client.call({ _: 'messages.sendMedia', peer, media, message: '', randomId })
      messages.add({ tag, kind, id: sentId(answer, randomId), randomId })
    },
  }
}
