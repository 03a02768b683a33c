import { type api, decode, encode } from '@chappe/tl-codec/api'

/** The name of a message that was sent through a bot: its TL, as text. */
export function inlineMessageId(id: api.InputBotInlineMessageID): string {
  return Buffer.from(encode(id)).toString('base64url')
}

const maxLength = 64

/** Undefined for what is no such name. */
export function fromInlineMessageId(text: string): api.InputBotInlineMessageID | undefined {
  if (text.length > maxLength || !/^[\w-]+$/.test(text)) return undefined
  try {
    return decode('InputBotInlineMessageID', new Uint8Array(Buffer.from(text, 'base64url')))
  } catch {
    return undefined
  }
}
