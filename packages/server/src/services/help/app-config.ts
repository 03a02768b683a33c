import { type api, encode } from '@chappe/tl-codec/api'
import { maxEntities, maxMessageLength } from '../../rules/message-text.ts'

/** Limits that clients read from the server's application configuration ("Client configuration"). */
const fields: Readonly<Record<string, number>> = {
  about_length_limit_default: 70,
  caption_length_limit_default: 1024,
  message_length_max: maxMessageLength,
  entities_length_max: maxEntities,
}

export const appConfig: api.JSONValue = {
  _: 'jsonObject',
  value: Object.entries(fields).map(([key, value]) => ({
    _: 'jsonObjectValue',
    key,
    value: { _: 'jsonNumber', value },
  })),
}

/** Changes with the content, as a hash must; never 0, which asks for the whole. */
export const appConfigHash: number = checksum(encode(appConfig))

function checksum(bytes: Uint8Array): number {
  let hash = 17
  for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0
  return hash & 0x7fffffff || 1
}
