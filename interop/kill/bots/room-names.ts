import type { api } from '@chappe/tl-codec/api'

export function toUser({ userId, accessHash }: api.inputPeerUser): api.inputUser {
  return { _: 'inputUser', userId, accessHash }
}
